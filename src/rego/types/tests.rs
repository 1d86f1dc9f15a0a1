use super::Type;

#[test]
fn a_union_has_no_member_twice_and_is_never_one_alone() {
    let both = Type::Number.or(Type::String);
    assert_eq!(both.clone().or(Type::String), both);
    assert_eq!(Type::any_of([Type::String, Type::String]), Type::String);
    assert_eq!(Type::any_of([Type::String, Type::Any]), Type::Any);
    assert_eq!(Type::any_of([]), Type::Any);
}

#[test]
fn strings_that_are_known_are_lost_among_strings_that_are_not() {
    let known = |strings: &[&str]| Type::one_of(strings.iter().map(|&string| string.into()));
    assert_eq!(known(&["b"]).or(known(&["a", "b"])), known(&["a", "b"]));
    assert_eq!(known(&["a"]).or(Type::String), Type::String);
    assert_eq!(Type::String.or(known(&["a"])), Type::String);
}
