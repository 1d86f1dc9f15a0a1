use super::*;
use crate::evidence::Problem;
use crate::formats::Limits;

const HEAD: &str = "0123456789abcdef0123456789abcdef01234567";
const MERGE: &str = "76543210fedcba9876543210fedcba9876543210";

fn pull(extra: &str) -> String {
    format!(
        r#"{{"number":12,"state":"closed","title":"T","draft":false,"html_url":"https://github.com/o/r/pull/12",
        "user":{{"login":"author","id":1,"type":"User"}},"head":{{"sha":"{HEAD}","ref":"x"}},
        "base":{{"sha":"{MERGE}","ref":"main"}},"merge_commit_sha":"{MERGE}","_links":{{}}{extra}}}"#
    )
}

/// A review: `LOGIN STATE HOUR`.
fn review(text: &str) -> String {
    let [login, state, hour] = text.split(' ').collect::<Vec<_>>()[..] else {
        panic!("{text}");
    };
    let kind = if login.ends_with("[bot]") { "Bot" } else { "User" };
    format!(
        r#"{{"id":1,"user":{{"login":"{login}","type":"{kind}"}},"body":"","state":"{state}",
        "html_url":"https://github.com/o/r/pull/12#pullrequestreview-1",
        "pull_request_url":"https://api.github.com/repos/o/r/pulls/12",
        "submitted_at":"2026-01-01T0{hour}:00:00Z","commit_id":"{HEAD}","author_association":"MEMBER"}}"#
    )
}

fn reviews(list: &[&str]) -> String {
    format!("[{}]", list.iter().map(|text| review(text)).collect::<Vec<_>>().join(","))
}

fn with_pull(list: &[&str]) -> String {
    format!(r#"{{"pull_request":{},"reviews":{}}}"#, pull(""), reviews(list))
}

fn read(text: &str) -> (Approvals, Statement) {
    assert!(detected(text), "{text}");
    let mut statement = parse(text).unwrap();
    match statement.records.pop() {
        Some(Records::Approvals(approvals)) => (approvals, statement),
        other => panic!("{other:?}"),
    }
}

fn detected(text: &str) -> bool {
    detect(&Outline::of(text, Limits::DEFAULT).unwrap())
}

/// Who decided what.
fn decided(approvals: &Approvals) -> Vec<String> {
    let word = |decision: &Decision| format!("{} {:?}", decision.actor.label(), decision.state);
    approvals.decisions.iter().map(word).collect()
}

fn kinds(problems: &[Problem]) -> Vec<ProblemKind> {
    problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn a_pull_request_is_a_target_without_decisions() {
    let (approvals, statement) = read(&pull(""));
    let target = &approvals.target;
    assert_eq!(target.url.as_deref(), Some("https://github.com/o/r/pull/12"));
    assert_eq!((target.id.as_deref(), target.state.as_deref()), (Some("12"), Some("closed")));
    assert_eq!((target.head.as_deref(), target.base.as_deref()), (Some(HEAD), Some("main")));
    assert_eq!(target.author.as_ref().unwrap().label(), "author");
    assert_eq!(target.merge_commit, None, "what GitHub tried is not what was merged");
    assert_eq!(statement.about, [About::Commit(HEAD.into())]);
    assert_eq!(statement.problems, []);
}

#[test]
fn a_merged_pull_request_is_about_what_it_became_too() {
    let (approvals, statement) = read(&pull(r#","merged_at":"2026-01-01T00:00:00Z""#));
    assert_eq!(approvals.target.state.as_deref(), Some("merged"));
    assert_eq!(statement.about, [About::Commit(HEAD.into()), About::Commit(MERGE.into())]);
}

#[test]
fn reviews_alone_know_the_address_and_neither_head_nor_author() {
    let (approvals, statement) = read(&reviews(&["a APPROVED 1"]));
    assert_eq!(approvals.target.url.as_deref(), Some("https://github.com/o/r/pull/12"));
    assert_eq!(approvals.target.id.as_deref(), Some("12"));
    assert_eq!((approvals.summary.approved, approvals.summary.effective), (1, 0));
    assert_eq!(statement.about, []);
    let decision = &approvals.decisions[0];
    assert_eq!((decision.stale, decision.by_author), (None, None));
    assert_eq!(decision.at.as_ref().unwrap().to_string(), "#/0");
    assert_eq!(decision.association.as_deref(), Some("member"));
}

#[test]
fn a_single_review_may_not_be_the_last() {
    let (approvals, statement) = read(&review("a APPROVED 1"));
    assert_eq!(decided(&approvals), ["a Approved"]);
    assert_eq!(approvals.decisions[0].at.as_ref().unwrap().to_string(), "#");
    assert_eq!(kinds(&statement.problems), [ProblemKind::Partial]);
}

#[test]
fn of_each_person_the_latest_deciding_review_counts() {
    for (list, expected) in [
        (vec!["a APPROVED 1", "a COMMENTED 2"], "a Approved"),
        (vec!["a COMMENTED 1", "a APPROVED 2"], "a Approved"),
        (vec!["a APPROVED 1", "A CHANGES_REQUESTED 2"], "A ChangesRequested"),
        (vec!["a CHANGES_REQUESTED 2", "a APPROVED 1"], "a ChangesRequested"),
        (vec!["a APPROVED 1", "a DISMISSED 2"], "a Dismissed"),
        (vec!["a APPROVED 1", "a PENDING 2"], "a Approved"),
        (vec!["a APPROVED 1", "a SHRUGGED 2"], "a Unknown"),
        (vec!["a PENDING 1"], ""),
    ] {
        assert_eq!(decided(&read(&reviews(&list)).0).join(","), expected, "{list:?}");
    }
}

#[test]
fn without_a_date_the_less_favourable_of_a_persons_reviews_stays() {
    let undated = |list: &[&str]| reviews(list).replace("2026-01-01T09:00:00Z", "soon");
    for (list, expected) in [
        (vec!["a CHANGES_REQUESTED 9", "a APPROVED 2"], "a ChangesRequested"),
        (vec!["a CHANGES_REQUESTED 1", "a APPROVED 9"], "a ChangesRequested"),
        (vec!["a APPROVED 2", "a DISMISSED 9"], "a Dismissed"),
        (vec!["a APPROVED 1", "a COMMENTED 9"], "a Approved"),
        (vec!["a CHANGES_REQUESTED 1", "a APPROVED 1"], "a ChangesRequested"),
        (
            vec!["a CHANGES_REQUESTED 2", "b COMMENTED 9", "a APPROVED 1"],
            "a ChangesRequested,b Commented",
        ),
        (vec!["a APPROVED 2", "b APPROVED 9", "a CHANGES_REQUESTED 1"], "a Approved,b Approved"),
    ] {
        assert_eq!(decided(&read(&undated(&list)).0).join(","), expected, "{list:?}");
    }
}

#[test]
fn a_disputed_merge_is_none() {
    let at = r#","merged_at":"2026-01-01T00:00:00Z""#;
    let of = |text: String| {
        let (approvals, statement) = read(&text);
        (approvals.target.state.unwrap(), statement.about.len(), kinds(&statement.problems))
    };
    let disputed = |state: &str| (state.to_owned(), 1, vec![ProblemKind::Contradiction]);
    let open = |extra: &str| pull(extra).replace(r#""state":"closed""#, r#""state":"open""#);
    assert_eq!(of(pull(&format!(r#","merged":false{at}"#))), disputed("closed"));
    assert_eq!(of(open(at)), disputed("open"));
    assert_eq!(of(open(r#","merged":true"#)), disputed("open"));
    assert_eq!(of(pull(&format!(r#","merged":true{at}"#))), ("merged".into(), 2, vec![]));
    assert_eq!(of(pull(r#","merged":false"#)), ("closed".into(), 1, vec![]));
    assert_eq!(
        of(view(r#""state":"CLOSED","mergedAt":"2026-01-01T00:00:00Z""#)),
        disputed("closed")
    );
}

#[test]
fn a_pull_request_with_its_reviews_tells_which_approvals_are_effective() {
    let (approvals, _) =
        read(&with_pull(&["a APPROVED 1", "Author APPROVED 2", "ci[bot] APPROVED 3"]));
    assert_eq!((approvals.summary.approved, approvals.summary.effective), (3, 1));
    assert_eq!(approvals.decisions[1].by_author, Some(true));
    assert_eq!(approvals.decisions[2].actor.kind, ActorKind::Bot);
    let stale = with_pull(&["a APPROVED 1"])
        .replace(&format!(r#""commit_id":"{HEAD}""#), r#""commit_id":"0""#);
    let (approvals, _) = read(&stale);
    assert_eq!((approvals.decisions[0].stale, approvals.summary.effective), (Some(true), 0));
}

#[test]
fn deleted_accounts_are_nobody_and_not_one_person() {
    let text = reviews(&["x CHANGES_REQUESTED 1", "x APPROVED 2"])
        .replace(r#"{"login":"x","type":"User"}"#, "null");
    let (approvals, _) = read(&text);
    assert_eq!(approvals.decisions.len(), 2);
    assert_eq!(approvals.decisions[1].actor.kind, ActorKind::Unknown);
    let (approvals, _) = read(&with_pull(&["ghost CHANGES_REQUESTED 1", "ghost APPROVED 2"]));
    assert_eq!((approvals.decisions.len(), approvals.summary.effective), (2, 0));
}

#[test]
fn a_pull_request_of_a_deleted_account_has_no_known_author() {
    let text = with_pull(&["a APPROVED 1"]).replacen(
        r#"{"login":"author","id":1,"type":"User"}"#,
        "null",
        1,
    );
    let (approvals, _) = read(&text);
    assert_eq!((approvals.target.author.is_none(), approvals.summary.effective), (true, 0));
}

#[test]
fn reviews_of_another_pull_request_are_refused() {
    let other = |text: String| text.replacen("/pulls/12", "/pulls/13", 1);
    assert!(parse(&other(with_pull(&["a APPROVED 1"]))).is_err());
    assert!(parse(&other(reviews(&["a APPROVED 1", "b APPROVED 2"]))).is_err());
    assert!(parse(&reviews(&["a APPROVED 1"]).replace("/pulls/12", "/issues/12")).is_err());
}

#[test]
fn a_full_page_may_not_be_the_last() {
    let problems = |n: usize| kinds(&read(&reviews(&vec!["a COMMENTED 1"; n])).1.problems);
    assert_eq!(problems(29), []);
    assert_eq!(problems(30), [ProblemKind::Partial]);
    assert_eq!(problems(31), []);
    assert_eq!(problems(100), [ProblemKind::Partial]);
}

#[test]
fn one_address_is_made_of_all_that_name_a_pull_request() {
    for url in [
        "https://github.com/o/r/pull/12",
        "https://github.com/o/r/pull/12/#pullrequestreview-1",
        "https://api.github.com/repos/o/r/pulls/12",
    ] {
        assert_eq!(page(url).as_deref(), Some("https://github.com/o/r/pull/12"), "{url}");
    }
    assert_eq!(
        page("https://ghe.example/api/v3/repos/o/r/pulls/1").as_deref(),
        Some("https://ghe.example/o/r/pull/1")
    );
    assert_eq!(page("https://github.com/o/r/issues/12"), None);
    assert_eq!(page("https://github.com/o/r/pull/new"), None);
}

fn answer(pull: &str, extra: &str) -> String {
    format!(r#"{{"data":{{"repository":{{"pullRequest":{pull}}}}}{extra}}}"#)
}

#[test]
fn a_graphql_answer_is_read() {
    let text = answer(
        &format!(
            r#"{{"number":12,"url":"https://github.com/o/r/pull/12","state":"MERGED","isDraft":false,
            "headRefOid":"{HEAD}","mergeCommit":{{"oid":"{MERGE}"}},"author":{{"login":"author"}},
            "reviews":{{"totalCount":2,"nodes":[
            {{"author":{{"login":"a","__typename":"User"}},"state":"APPROVED","commit":{{"oid":"{HEAD}"}}}},
            {{"author":{{"login":"b","__typename":"Bot"}},"state":"APPROVED","commit":{{"oid":"{HEAD}"}}}}]}}}}"#
        ),
        "",
    );
    let (approvals, statement) = read(&text);
    assert_eq!((approvals.summary.approved, approvals.summary.effective), (2, 1));
    assert_eq!(approvals.target.merge_commit.as_deref(), Some(MERGE));
    assert_eq!(statement.problems, []);
    assert_eq!(
        approvals.decisions[1].at.as_ref().unwrap().to_string(),
        "#/data/repository/pullRequest/reviews/nodes/1"
    );
}

#[test]
fn a_graphql_answer_that_is_not_whole_says_so() {
    let of = |reviews: &str| {
        kinds(&read(&answer(&format!(r#"{{"reviews":{reviews}}}"#), "")).1.problems)
    };
    assert_eq!(of(r#"{"nodes":[],"totalCount":0}"#), []);
    assert_eq!(of(r#"{"nodes":[],"pageInfo":{"hasNextPage":false}}"#), []);
    assert_eq!(of(r#"{"nodes":[],"totalCount":1}"#), [ProblemKind::Partial]);
    assert_eq!(of(r#"{"nodes":[],"pageInfo":{"hasNextPage":true}}"#), [ProblemKind::Partial]);
    assert_eq!(of(r#"{"nodes":[],"pageInfo":{"hasPreviousPage":true}}"#), [ProblemKind::Partial]);
    assert_eq!(of(r#"{"nodes":[null]}"#), [ProblemKind::Partial]);
    assert_eq!(of(r#"{"nodes":[]}"#), [ProblemKind::Partial]);
    assert_eq!(of(r#"{"nodes":[],"pageInfo":{"endCursor":null}}"#), [ProblemKind::Partial]);
}

#[test]
fn errors_in_a_graphql_answer_are_a_failure() {
    let errors = r#","errors":[{"message":"timeout"}]"#;
    let (_, statement) = read(&answer("{}", errors));
    assert_eq!(kinds(&statement.problems), [ProblemKind::ToolFailed]);
    let statement = parse(&answer("null", errors)).unwrap();
    assert_eq!(kinds(&statement.problems), [ProblemKind::ToolFailed, ProblemKind::Empty]);
    assert_eq!(kinds(&parse(&answer("null", "")).unwrap().problems), [ProblemKind::Empty]);
}

#[test]
fn what_gh_prints_is_read() {
    let text = format!(
        r#"{{"author":{{"login":"author","is_bot":false}},"headRefOid":"{HEAD}","number":1,
        "latestReviews":[],"reviews":[
        {{"author":{{"login":"a"}},"authorAssociation":"MEMBER","state":"APPROVED","commit":{{"oid":"{HEAD}"}}}},
        {{"author":{{"login":"app"}},"authorAssociation":"NONE","state":"APPROVED","commit":{{"oid":"{HEAD}"}}}}]}}"#
    );
    let (approvals, statement) = read(&text);
    assert_eq!(decided(&approvals), ["a Approved", "app Approved"]);
    assert_eq!(approvals.summary.effective, 1, "a bare login may be an app's");
    assert_eq!(approvals.decisions[0].at.as_ref().unwrap().to_string(), "#/reviews/0");
    assert_eq!(statement.about, [About::Commit(HEAD.into())]);
}

fn view(members: &str) -> String {
    format!(r#"{{"author":{{"login":"author"}},"headRefOid":"{HEAD}",{members}}}"#)
}

#[test]
fn a_veto_counts_in_whichever_list_it_stands() {
    let review = |login: &str, state: &str, hour: u8| {
        format!(
            r#"{{"author":{{"login":"{login}"}},"state":"{state}","submittedAt":"2026-01-01T0{hour}:00:00Z"}}"#
        )
    };
    let of = |all: &str, latest: &str, rest: &str| {
        let lists = format!(r#""reviews":[{all}],"latestReviews":[{latest}]{rest}"#);
        let (approvals, statement) = read(&view(&lists));
        (decided(&approvals).join(","), kinds(&statement.problems))
    };
    let approved = review("a", "APPROVED", 1);
    let veto = review("a", "CHANGES_REQUESTED", 2);
    let said = |words: &str, problems: &[ProblemKind]| (words.to_owned(), problems.to_vec());
    let requested = r#","reviewDecision":"CHANGES_REQUESTED""#;
    assert_eq!(of(&approved, &veto, requested), said("a ChangesRequested", &[]));
    assert_eq!(of(&approved, &approved, requested), said("a Approved", &[ProblemKind::Partial]));
    assert_eq!(of(&approved, "", r#","reviewDecision":"APPROVED""#), said("a Approved", &[]));
}

#[test]
fn what_the_latest_reviews_repeat_is_known_with_its_commit() {
    let review = |commit: &str| {
        format!(
            r#"{{"author":{{"login":"a"}},"authorAssociation":"MEMBER","state":"APPROVED",
            "submittedAt":"2026-01-01T00:00:00Z","commit":{{"oid":"{commit}"}}}}"#
        )
    };
    let lists = format!(r#""reviews":[{}],"latestReviews":[{}]"#, review(HEAD), review(""));
    let (approvals, _) = read(&view(&lists));
    assert_eq!((approvals.summary.decisions, approvals.summary.effective), (1, 1));
}

#[test]
fn a_comment_among_the_latest_reviews_may_hide_a_veto() {
    let of = |state: &str| {
        let lists = format!(r#""latestReviews":[{{"author":{{"login":"a"}},"state":"{state}"}}]"#);
        kinds(&read(&view(&lists)).1.problems)
    };
    assert_eq!(of("APPROVED"), []);
    assert_eq!(of("COMMENTED"), [ProblemKind::Partial]);
}

#[test]
fn recognises_nothing_that_is_only_like_it() {
    let event = format!(
        r#"{{"action":"submitted","review":{},"pull_request":{}}}"#,
        review("a APPROVED 1"),
        pull("")
    );
    let gitea = pull("").replace("/pull/12", "/pulls/12");
    let comment = review("a APPROVED 1").replace(r#""state":"APPROVED","#, "");
    for other in [
        "[]",
        "{}",
        &event,
        &gitea,
        &comment,
        r#"[{"state":"success","context":"ci"}]"#,
        r#"{"data":{"repository":{"vulnerabilityAlerts":{}}}}"#,
        r#"{"author":{"login":"a"},"reviews":[{"score":5}]}"#,
        r#"{"reviews":[]}"#,
        r#"{"message":"Not Found","documentation_url":"https://docs.github.com/rest"}"#,
    ] {
        assert!(!detected(other), "{other}");
    }
}
