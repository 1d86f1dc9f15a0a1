//! `gatewright eval --explain`: how an answer comes about.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test makes files and runs the program"
)]

mod support;

use support::Workspace;

const SHOP: &[u8] = b"package shop

default allow := false

allow if {
	some item in input.items
	item.price > limit
	item.owner.name == \"me\"
}

allow if {
	is_admin(input.user)
	not input.user.blocked
}

limit := 3

is_admin(u) if u.role == \"admin\"

grade := \"a\" if {
	input.points > 90
} else := \"b\" if {
	count(input.items) > 1
} else := \"c\"

cheap if every item in input.items { item.price < 3 }

elsewhere if {
	allow with input as {\"user\": {\"role\": \"admin\"}}
}
";
const INPUT: &[u8] =
    b"{\"items\": [{\"price\": 1}, {\"price\": 5}, {\"price\": 7}], \"user\": {\"role\": \"x\"}}";

fn explained(query: &str) -> String {
    let workspace = Workspace::new();
    workspace.write("shop.rego", SHOP);
    workspace.write("input.json", INPUT);
    let run = workspace.run(&[
        "eval",
        query,
        "--policy",
        "shop.rego",
        "--input",
        "input.json",
        "--explain",
    ]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:?}");
    let (_, explanation) = run.stdout.split_once("\n\n").unwrap();
    explanation.to_owned()
}

#[test]
fn each_definition_is_followed_to_what_it_is_missing() {
    insta::assert_snapshot!(explained("x := data.shop.allow"), @r#"
    the query holds
      yes x := data.shop.allow
          x = false
          data.shop.allow is false (shop.rego:3)
            definition at shop.rego:5:
              yes some item in input.items (3 times)
                  item = {"price":1}, {"price":5}, {"price":7}
              yes item.price > limit (2 times)
                  data.shop.limit is 3 (shop.rego:16)
                    definition at shop.rego:16: without conditions
              no  item.owner.name == "me"
                  `item.owner` is undefined
                  the first of 2 times: item = {"price":5}
            definition at shop.rego:11:
              no  is_admin(input.user)
                  `input.user` is {"role":"x"}
                  data.shop.is_admin (shop.rego:18)
                    definition at shop.rego:18:
                      u = {"role":"x"}
                      no  u.role == "admin"
                          `u.role` is "x"
            the default is taken (shop.rego:3)
    "#);
}

#[test]
fn the_branch_that_is_taken_is_told_from_those_that_are_not() {
    insta::assert_snapshot!(explained("data.shop.grade == \"a\""), @r#"
    the query is undefined
      no  data.shop.grade == "a"
          `data.shop.grade` is "b"
          data.shop.grade is "b" (shop.rego:20)
            definition at shop.rego:20:
              no  input.points > 90
                  `input.points` is undefined
            else at shop.rego:22:
              yes count(input.items) > 1
            else at shop.rego:24: where nothing above holds
    "#);
}

#[test]
fn what_is_looked_through_is_shown_where_nothing_is_found() {
    insta::assert_snapshot!(explained("input.items[_].price > 10"), @r#"
    the query is undefined
      no  input.items[_].price > 10
          `input.items` is [{"price":1},{"price":5},{"price":7}]
    "#);
    insta::assert_snapshot!(explained("data.shop.cheap"), @r#"
    the query is undefined
      no  data.shop.cheap
          `data.shop.cheap` is undefined
          data.shop.cheap is undefined (shop.rego:26)
            definition at shop.rego:26:
              no  every item in input.items { item.price < 3 }
                  it does not hold for every one
    "#);
}

#[test]
fn a_negation_that_holds_over_something_missing_says_so() {
    insta::assert_snapshot!(explained("not input.user.blocked"), @r#"
    the query holds
      yes not input.user.blocked
          `input.user.blocked` is undefined
    "#);
    insta::assert_snapshot!(explained("not input.user.role"), @r#"
    the query is undefined
      no  not input.user.role
          what it negates holds
    "#);
}

#[test]
fn no_value_is_told_of_what_may_have_been_evaluated_under_with() {
    insta::assert_snapshot!(explained("data.shop.elsewhere"), @r#"
    the query holds
    (`with` replaces something on the way: what is said of a document is of all its evaluations together)
      yes data.shop.elsewhere
          data.shop.elsewhere (shop.rego:28)
            definition at shop.rego:28:
              yes allow with input as {"user": {"role": "admin"}}
                  data.shop.allow (shop.rego:3)
                    definition at shop.rego:5:
                      no  some item in input.items
                    definition at shop.rego:11:
                      yes is_admin(input.user)
                          data.shop.is_admin (shop.rego:18)
                            definition at shop.rego:18:
                              u = {"role":"admin"}
                              yes u.role == "admin"
                      yes not input.user.blocked
    "#);
}

#[test]
fn an_explanation_is_bounded_and_is_text() {
    let workspace = Workspace::new();
    let rules: Vec<String> = (0..400).map(|n| format!("r{n} if input.x{n}")).collect();
    workspace.write("p.rego", format!("package p\n\n{}\n", rules.join("\n")).as_bytes());
    let run = workspace.run(&["eval", "x := data.p", "--policy", "p.rego", "--explain"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.stdout.ends_with("… and more\n"), "{run:?}");
    assert!(run.stdout.lines().count() < 320, "{run:?}");
    let json = workspace.run(&["eval", "1 == 1", "--output", "json", "--explain"]);
    assert_eq!((json.code, json.stdout.as_str()), (2, ""), "{json:?}");
}
