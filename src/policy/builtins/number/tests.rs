use super::*;

fn number(text: &str) -> Value {
    parse(text).expect(text)
}

#[test]
fn a_number_prints_as_the_text_that_it_was_read_from() {
    for wanted in [
        "0",
        "-1",
        "1.0",
        "0.1",
        "123456.7",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0.00012",
        "2.3333333333333333333",
        "-77.777777777777777776",
        "1e-400",
        "1e+16",
        "1.5e+300",
    ] {
        assert_eq!(text(&number(wanted)).as_deref(), Ok(wanted));
    }
}

#[test]
fn a_text_that_no_number_prints_as_is_not_read() {
    for text in
        ["1.50", "007", "+1", "1e3", "1e16", "12345678.901234567891", "", "a", "1e9999", "NaN"]
    {
        assert_eq!(parse(text), None, "{text}");
    }
    assert_eq!(parse(&"9".repeat(400)), None);
}

#[test]
fn a_number_that_opa_prints_in_two_ways_does_not_print() {
    for text in ["1234567.5", "0.00001", "-0.0"] {
        let refused = super::text(&number(text));
        assert!(matches!(refused, Err(Failure::Refused(_))), "{text}");
    }
    assert_eq!(
        texts(&number("1234567.5")),
        Some(("1234567.5".into(), Some("1.2345675e+06".into())))
    );
}

#[test]
fn numbers_are_ordered_by_what_they_print_as() {
    let ordered = [
        "-2.3333333333333333333",
        "-1",
        "-0.33333333333333333334",
        "0",
        "1e-400",
        "0.1",
        "0.10000000000000000001",
        "2.3333333333333333333",
        "2.3333333333333335",
        "9007199254740993",
        "18446744073709551616",
        "1e+23",
        "100000000000000000000001",
    ];
    for (place, a) in ordered.iter().enumerate() {
        for (other, b) in ordered.iter().enumerate() {
            assert_eq!(compare(&number(a), &number(b)), place.cmp(&other), "{a} {b}");
        }
    }
    assert!(compare(&number("1"), &number("1.0")).is_eq());
    assert!(compare(&number("1e+23"), &number("100000000000000000000000")).is_eq());
    assert!(compare(&number("-0.0"), &number("0")).is_eq());
}

#[test]
fn a_long_decimal_is_taken_for_no_other_number() {
    let value = number("2.3333333333333333333");
    assert!(value.as_f64().is_err());
    assert!(value.as_i128().is_err());
    assert!(serde_json::to_string(&value).is_err());
    assert_eq!(value, number("2.3333333333333333333"));
    assert_ne!(value, number("2.3333333333333333334"));
    assert!(value < number("2.3333333333333333334"));
    assert!(number("-2.3333333333333333333") > number("-2.3333333333333333334"));
}
