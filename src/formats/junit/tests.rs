use super::*;
use crate::evidence::Problem;

fn read(text: &str) -> (Vec<Case>, Statement) {
    let mut statement = parse(text).unwrap();
    let Some(Records::Tests(tests)) = statement.records.pop() else {
        panic!("no tests");
    };
    (tests.cases, statement)
}

/// The status of each case in a suite.
fn statuses(cases: &str) -> String {
    let (cases, _) = read(&format!("<testsuite name='s'>{cases}</testsuite>"));
    let word = |case: &Case| format!("{:?}{}", case.status, if case.flaky { "~" } else { "" });
    cases.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn kinds(text: &str) -> Vec<ProblemKind> {
    read(text).1.problems.iter().map(|problem| problem.kind).collect()
}

#[test]
fn the_worst_of_several_results_is_the_cases() {
    for (result, status) in [
        ("", "Passed"),
        ("<system-out>failure</system-out>", "Passed"),
        ("<skipped/>", "Skipped"),
        ("<failure/>", "Failed"),
        ("<skipped/><failure/>", "Failed"),
        ("<error/><failure/><skipped/>", "Errored"),
        ("<flakyFailure/>", "Passed~"),
        ("<flakyError/><failure/>", "Failed"),
        ("<failure/><rerunFailure/>", "Failed"),
        ("<rerunError/>", "Errored"),
        ("<steps><step><failure/></step></steps>", "Failed"),
        ("<testcase name='b'><error/></testcase>", "Errored"),
    ] {
        assert_eq!(
            statuses(&format!("<testcase name='a'>{result}</testcase>")),
            status,
            "{result}"
        );
    }
}

#[test]
fn a_status_attribute_counts_where_no_element_is_worse() {
    for (attributes, status) in [
        ("status='run' result='completed'", "Passed"),
        ("status='notrun'", "Skipped"),
        ("status='run' result='suppressed'", "Skipped"),
        ("status='disabled'", "Skipped"),
        ("status='failed'", "Failed"),
        ("result='error'", "Errored"),
        ("status='undefined'", "Unknown"),
        ("status=' Passed '", "Passed"),
        ("status='Success' outcome='OK'", "Passed"),
        ("status=''", "Passed"),
        ("status=' FAILED '", "Failed"),
        ("outcome='failed'", "Failed"),
        ("status='Timed out'", "Unknown"),
        ("status='not ok'", "Unknown"),
        ("result='passed' status='1'", "Unknown"),
        ("status='NotRunnable'", "Unknown"),
    ] {
        assert_eq!(statuses(&format!("<testcase name='a' {attributes}/>")), status, "{attributes}");
    }
    assert_eq!(statuses("<testcase name='a' status='notrun'><failure/></testcase>"), "Failed");
}

#[test]
fn an_element_that_sounds_like_a_failure_is_no_pass() {
    for (element, status) in [
        ("<Failure/>", "Failed"),
        ("<ERROR/>", "Errored"),
        ("<Skipped/>", "Skipped"),
        ("<timeout/>", "Unknown"),
        ("<processCrash/>", "Unknown"),
        ("<aborted/>", "Unknown"),
        ("<errors><error/></errors>", "Errored"),
        ("<steps/>", "Passed"),
    ] {
        let case = format!("<testcase name='a'>{element}</testcase>");
        assert_eq!(statuses(&case), status, "{element}");
    }
    let (cases, _) = read("<testsuite><testcase name='a'><timeout/></testcase></testsuite>");
    let message = "has an element `timeout`, which is not known";
    assert_eq!(cases[0].message.as_deref(), Some(message));
    let (cases, _) = read("<testsuite><testcase name='a' status='odd'/></testsuite>");
    assert_eq!(cases[0].message.as_deref(), Some("ended as `odd`"));
    let (cases, _) = read("<testsuite name='s'><Error message='no database'/></testsuite>");
    assert_eq!(cases[0].status, Status::Errored);
}

#[test]
fn attempts_within_a_case_are_retries() {
    let text = "<testsuite><testcase name='a'><failure/><rerunFailure/><rerunFailure/></testcase></testsuite>";
    assert_eq!(read(text).0[0].retries, 2);
}

#[test]
fn a_case_is_read_with_all_that_describes_it() {
    let text = "<testsuites name='all'><testsuite name='s'><testcase name='n' classname='c' file='f.rs' line='7' \
                time='1,234.5'><properties><property name='k' value='v'/><property name='t'>u</property></properties>\
                <failure message='&#10; expected 1 &#10;got 2' type='T'>trace</failure></testcase></testsuite></testsuites>";
    let (cases, _) = read(text);
    let case = &cases[0];
    assert_eq!((&*case.id, &*case.suite, &*case.classname, &*case.name), ("s/c/n", "s", "c", "n"));
    assert_eq!((case.file.as_deref(), case.line, case.duration_s), (Some("f.rs"), Some(7), 1234.5));
    assert_eq!(case.message.as_deref(), Some("expected 1"));
    let properties: Vec<_> = case.properties.iter().map(|(k, v)| [&**k, v]).collect();
    assert_eq!(properties, [["k", "v"], ["t", "u"]]);
    let Some(At { place: crate::evidence::Place::Bytes(start, end), .. }) = case.at else {
        panic!("no place");
    };
    assert!(text[start..end].starts_with("<testcase name='n'") && text[start..end].ends_with('>'));
}

#[test]
fn a_message_is_the_attribute_or_the_texts_first_line_and_short() {
    let message = |failure: &str| {
        let text = format!("<testsuite><testcase name='a'>{failure}</testcase></testsuite>");
        read(&text).0[0].message.clone().unwrap_or_default()
    };
    assert_eq!(message("<failure>\n  1 &lt; <![CDATA[0]]>\n at x</failure>"), "1 < 0");
    assert_eq!(message("<failure message=''>text</failure>"), "text");
    assert_eq!(message("<failure type='T'/>"), "T");
    assert_eq!(message("<flakyFailure><stackTrace>trace</stackTrace></flakyFailure>"), "trace");
    assert_eq!(message("<skipped message='later'/><error message='boom'/>"), "boom");
    assert_eq!(message("<failure message='one'/><failure message='two'/>"), "one");
    assert_eq!(message(&format!("<failure>{}</failure>", "é".repeat(9_000))).chars().count(), 501);
}

#[test]
fn the_class_is_the_suite_where_none_is_stated() {
    let (cases, _) =
        read("<testsuite name='s'><testcase name='a'/><testcase name='b' class='c'/></testsuite>");
    assert_eq!((&*cases[0].classname, &*cases[0].id), ("s", "s/a"));
    assert_eq!(&*cases[1].classname, "c");
}

#[test]
fn no_case_is_lost_in_an_unknown_or_nested_element() {
    let text = "<testsuites><group><testsuite name='a'><testsuite><testcase name='x'/></testsuite>\
                <testcase name='y'/></testsuite></group></testsuites>";
    let (cases, _) = read(text);
    assert_eq!(cases.iter().map(|case| &*case.id).collect::<Vec<_>>(), ["a/x", "a/y"]);
}

#[test]
fn a_suites_own_result_is_a_case() {
    let (cases, statement) =
        read("<testsuite name='s' tests='1' errors='1'><error message='no database'/></testsuite>");
    assert_eq!((cases[0].status, &*cases[0].id), (Status::Errored, "s/(suite)"));
    assert_eq!(cases[0].message.as_deref(), Some("no database"));
    assert_eq!(statement.problems, []);
}

#[test]
fn a_report_without_a_case_is_empty() {
    assert_eq!(kinds("<testsuites/>"), [ProblemKind::Empty]);
    assert_eq!(kinds("<testsuite name='s' tests='0' failures='0'/>"), [ProblemKind::Empty]);
    assert_eq!(kinds("<testsuite tests='3'/>"), [ProblemKind::Partial, ProblemKind::Empty]);
}

#[test]
fn totals_that_state_more_cases_or_failures_than_are_shown_make_a_report_partial() {
    for (totals, expected) in [
        ("tests='1'", vec![]),
        ("tests='2' skipped='1'", vec![]),
        ("tests='1' failures='0' errors='0'", vec![]),
        ("tests='1.0' failures='' errors='0.0'", vec![]),
        ("tests='1204' skipped='3' disabled='1,200'", vec![]),
        ("tests='1204' skipped='2'", vec![ProblemKind::Partial]),
        ("tests='2'", vec![ProblemKind::Partial]),
        ("tests='1,204'", vec![ProblemKind::Partial]),
        ("tests='12345678901234567890123'", vec![ProblemKind::Partial]),
        ("tests='soon'", vec![ProblemKind::Contradiction]),
        ("tests='-3'", vec![ProblemKind::Contradiction]),
        ("failures='3.0'", vec![ProblemKind::Partial]),
        ("errors='1,000'", vec![ProblemKind::Partial]),
        ("errors='12345678901234567890123'", vec![ProblemKind::Partial]),
        ("tests='soon' failures='-1'", vec![ProblemKind::Partial]),
        ("failures='0.5'", vec![ProblemKind::Partial]),
        ("failures='0,1'", vec![ProblemKind::Partial]),
        ("tests='1' failures='1'", vec![ProblemKind::Partial]),
        ("errors='1'", vec![ProblemKind::Partial]),
    ] {
        let text = format!("<testsuite {totals}><testcase name='a'/></testsuite>");
        assert_eq!(kinds(&text), expected, "{totals}");
    }
}

#[test]
fn skipped_cases_that_only_the_suite_around_states_are_not_missed() {
    let report = |skipped: &str| {
        format!(
            "<testsuites tests='3' skipped='{skipped}'><testsuite tests='3'><testcase name='a'/><testcase name='b'/></testsuite></testsuites>"
        )
    };
    assert_eq!(kinds(&report("1")), []);
    assert_eq!(kinds(&report("0")), [ProblemKind::Partial]);
}

#[test]
fn totals_may_count_cases_or_results_of_the_suite_or_of_all_in_it() {
    let both = "<testcase name='a'><failure/><failure/></testcase><testsuite><testcase name='b'><error/></testcase></testsuite>";
    for (totals, expected) in [
        ("tests='2' failures='1' errors='1'", vec![]),
        ("tests='2' failures='2' errors='1'", vec![]),
        ("tests='1' failures='1' errors='0'", vec![]),
        ("tests='2' failures='4' errors='0'", vec![ProblemKind::Contradiction]),
        ("tests='2' failures='0' errors='0'", vec![ProblemKind::Contradiction]),
    ] {
        assert_eq!(kinds(&format!("<testsuite {totals}>{both}</testsuite>")), expected, "{totals}");
    }
}

#[test]
fn disagreements_of_one_kind_are_one_problem() {
    let text = "<testsuites tests='9'><testsuite name='a' tests='9'><testcase name='x'/></testsuite></testsuites>";
    let problems: Vec<Problem> = read(text).1.problems;
    assert_eq!(problems.len(), 1);
    assert_eq!(
        problems[0].message,
        "suite `a` states tests: 9, failures and errors: 0, but shows 1 and 0; 2 suites disagree with themselves"
    );
}

#[test]
fn a_report_is_as_old_as_its_oldest_suite() {
    let text = "<testsuites timestamp='2024-01-03T11:23:00'><testsuite timestamp='2024-01-03T12:27:44+01:00'>\
                <testcase/></testsuite><testsuite timestamp='soon'/></testsuites>";
    let (_, statement) = read(text);
    assert_eq!(statement.made_at.unwrap().instant.to_string(), "2024-01-03T11:23:00Z");
    assert_eq!(statement.newest.unwrap().instant.to_string(), "2024-01-03T11:27:44Z");
}

#[test]
fn a_case_in_a_suite_without_a_time_leaves_the_age_unknown() {
    let dated = "<testsuite timestamp='2024-01-03T11:23:00Z'><testcase name='a'/></testsuite>";
    for (undated, is_known) in [
        ("<testsuite><testcase name='b'/></testsuite>", false),
        ("<testsuite timestamp='soon'><testcase name='b'/></testsuite>", false),
        ("<testsuite name='none'/>", true),
    ] {
        let (_, statement) = read(&format!("<testsuites>{dated}{undated}</testsuites>"));
        assert_eq!(statement.made_at.is_some(), is_known, "{undated}");
        assert!(statement.newest.is_some());
    }
    let inherited = format!("<testsuites><testsuite>{dated}</testsuite></testsuites>");
    assert!(read(&inherited).1.made_at.is_some());
}

#[test]
fn a_property_of_a_suite_names_the_commit_only_in_full() {
    let sha = "0123456789abcdef0123456789ABCDEF01234567";
    let about = |name: &str, value: &str| {
        let property =
            format!("<properties><property name='{name}' value='{value}'/></properties>");
        let suite = format!("<testsuite>{property}<testcase name='a'/></testsuite>");
        let case = format!("<testsuite><testcase name='a'>{property}</testcase></testsuite>");
        assert_eq!(read(&case).1.about, [], "a case names no commit");
        read(&suite).1.about
    };
    let commit = vec![About::Commit(sha.to_lowercase())];
    assert_eq!(about("GITHUB_SHA", sha), commit);
    assert_eq!(about("env.GIT_COMMIT", sha), commit);
    assert_eq!(about("git.commit", &sha[..12]), []);
    assert_eq!(about("git.commit", &sha.replace('0', "g")), []);
    assert_eq!(about("other", sha), []);
}

#[test]
fn suites_that_name_different_commits_are_about_more_than_one() {
    let suite = |commit: &str| {
        let sha = commit.repeat(40);
        format!(
            "<testsuite><properties><property name='git.commit' value='{sha}'/></properties><testcase name='a'/></testsuite>"
        )
    };
    let report =
        |one: &str, other: &str| read(&format!("<r>{}{}</r>", suite(one), suite(other))).1.problems;
    assert_eq!(report("a", "a"), []);
    let problems = report("a", "b");
    assert_eq!(problems[0].kind, ProblemKind::OtherSubject);
    let message = "names more than one commit: aaaaaaaaaaaa, bbbbbbbbbbbb";
    assert_eq!(problems[0].message, message);
}

#[test]
fn recognises_only_reports() {
    let detected = |text: &str| detect(&Outline::of(text, Limits::DEFAULT).unwrap());
    for report in [
        "<testsuites/>",
        "<testsuite><testcase/></testsuite>",
        "<testsuite><properties/></testsuite>",
        "<testcase><failure/></testcase>",
    ] {
        assert!(detected(report), "{report}");
    }
    for other in [
        "<testsuites xmlns='http://check.sourceforge.net/ns'><datetime/><suite/></testsuites>",
        "<testcase><input>1</input></testcase>",
        "<TestCase><failure/></TestCase>",
        "<test-suite><testcase/></test-suite>",
        "<result><suites><suite/></suites></result>",
    ] {
        assert!(!detected(other), "{other}");
    }
}

#[test]
fn a_lone_case_is_a_report_where_it_is_plainly_junits() {
    let (cases, _) = read("<testcase name='a' classname='c' time='0'><failure/></testcase>");
    assert_eq!(cases[0].status, Status::Failed);
    assert!(parse("<testcase id='1'/>").is_err());
}

#[test]
fn what_is_cut_off_or_has_a_doctype_is_refused() {
    for text in [
        "<testsuite><testcase name='a'/>",
        "<testsuite><testcase name='a'><failure>",
        "<testsuite><testcase name='a'><properties><property",
        "<testsuite></testcase></testsuite>",
        "<testsuite/><testsuite/>",
        "<!DOCTYPE testsuite SYSTEM 'x'><testsuite/>",
    ] {
        assert!(parse(text).is_err(), "{text}");
    }
    assert!(parse(&"<testsuite>".repeat(50_000)).is_err());
}

#[test]
fn a_repeated_case_that_failed_before_is_one_case() {
    let case =
        |result: &str| format!("<testcase name='a' classname='c' time='1'>{result}</testcase>");
    let bad = case("<failure message='first'/>");
    for (runs, expected) in [
        (vec![&*bad, &case("")], "Passed~"),
        (vec![&bad, &case("<error/>"), &case("")], "Passed~"),
        (vec![&bad, &bad, &case("<error/>")], "Errored"),
    ] {
        assert_eq!(statuses(&runs.concat()), expected);
        let (cases, _) = read(&format!("<testsuite>{}</testsuite>", runs.concat()));
        assert_eq!((cases.len(), cases[0].retries + 1), (1, runs.len()));
        assert_eq!(cases[0].duration_s.to_string(), runs.len().to_string());
        assert_eq!(cases[0].message.as_deref(), Some("first"));
    }
}

#[test]
fn names_that_are_repeated_in_another_way_join_nothing() {
    let case = |name: &str, result: &str| format!("<testcase name='{name}'>{result}</testcase>");
    let [pass, fail, skip] = ["", "<failure/>", "<skipped/>"].map(|result| case("a", result));
    for (runs, expected) in [
        (vec![&pass, &pass], "Passed Passed"),
        (vec![&pass, &fail], "Passed Failed"),
        (vec![&pass, &fail, &pass], "Passed Failed Passed"),
        (vec![&fail, &pass, &pass], "Failed Passed Passed"),
        (vec![&skip, &fail], "Skipped Failed"),
        (vec![&fail, &skip], "Failed Skipped"),
        (vec![&fail, &pass, &case("b", ""), &case("b", "")], "Failed Passed Passed Passed"),
        (vec![&case("", "<failure/>"), &case("", "")], "Failed Passed"),
    ] {
        let runs: String = runs.into_iter().map(String::as_str).collect();
        assert_eq!(statuses(&runs), expected);
    }
}

#[test]
fn equal_names_in_other_suites_files_or_lines_are_other_cases() {
    for text in [
        "<testsuite name='s'><testcase name='a'><failure/></testcase></testsuite><testsuite name='s'><testcase name='a'/></testsuite>",
        "<testsuite><testcase name='a' file='1'><failure/></testcase><testcase name='a' file='2'/></testsuite>",
        "<testsuite><testcase name='a' line='1'><failure/></testcase><testcase name='a' line='2'/></testsuite>",
        "<testsuite><testcase name='a' classname='1'><failure/></testcase><testcase name='a' classname='2'/></testsuite>",
    ] {
        let (cases, _) = read(&format!("<testsuites>{text}</testsuites>"));
        assert_eq!(cases.len(), 2, "{text}");
    }
}

#[test]
fn a_writer_that_lists_a_case_once_has_no_repeated_cases() {
    let runs = "<testcase name='a'><failure/></testcase><testcase name='a'/>";
    let surefire = format!(
        "<testsuite xmlns:xsi='x' xsi:noNamespaceSchemaLocation='https://maven.apache.org/surefire-test-report.xsd'>{runs}</testsuite>"
    );
    let (cases, statement) = read(&surefire);
    assert_eq!((cases.len(), &*statement.tool.unwrap().name), (2, "maven-surefire"));
    let jest = format!("<testsuites name='jest tests'><testsuite>{runs}</testsuite></testsuites>");
    assert_eq!(read(&jest).0.len(), 2);
}

#[test]
fn durations_are_read_as_tools_write_them() {
    for (time, expected) in [
        ("1.5", 1.5),
        ("1,234.5", 1234.5),
        ("1,234", 1234.0),
        ("0,25", 0.25),
        ("1e-3", 0.001),
        ("", 0.0),
        ("NaN", 0.0),
        ("inf", 0.0),
        ("-3", 0.0),
        ("&lt;computed&gt;", 0.0),
    ] {
        let text = format!("<testsuite><testcase name='a' time='{time}'/></testsuite>");
        assert!((read(&text).0[0].duration_s - expected).abs() < 1e-9, "{time}");
    }
}
