//! What the `review-github` files of the corpus say, by reading them with one's own eyes.

use crate::corpus::Corpus;
use gatewright::evidence::approvals::{Approvals, join};
use gatewright::evidence::{Records, Statement};
use libtest_mimic::{Failed, Trial};

/// File; pull request's number, state, head and author; each decision; what is wrong with the document.
type Known = (&'static str, [&'static str; 4], &'static [&'static str], &'static [&'static str]);

const KNOWN: &[Known] = &[
    (
        "cli__pr__view__fixtures__prViewPreviewManyReviews",
        ["-", "-", "-", "-"],
        &[
            "123 (Unknown) Commented -",
            "def (Unknown) ChangesRequested -",
            "abc (Unknown) Approved -",
            "xyz (Unknown) Approved -",
            "somebody unnamed (Unknown) Approved -",
            // Nothing is dated here, so that the dismissal came after the veto is not known.
            "hubot (Unknown) ChangesRequested -",
        ],
        &[],
    ),
    (
        "cli__pr__view__fixtures__prViewPreviewWithAllChecksPassing",
        ["12", "open", "-", "nobody"],
        &[],
        &[],
    ),
    ("cli__pr__view__fixtures__prViewPreviewWithNoChecks", ["12", "open", "-", "nobody"], &[], &[]),
    (
        "ghrest__repos_owner_repo_pulls_pull_number_reviews",
        ["12", "-", "-", "-"],
        &["octocat (User) Approved ecdd80b"],
        &[],
    ),
    (
        "hub4j__GHPullRequestTest__checkNonExistentReviewer__4-r_h_g_pulls_1",
        ["1", "closed", "427887c", "hub4j-test-org"],
        &[],
        &[],
    ),
    (
        "hub4j__GHPullRequestTest__checkNonExistentReviewer__5-r_h_g_pulls_1_reviews",
        ["1", "-", "-", "-"],
        &["somebody unnamed (Unknown) Approved 427887c"],
        &[],
    ),
    (
        "hub4j__GHPullRequestTest__checkPullRequestReviewer__4-r_h_g_pulls_6",
        ["6", "closed", "70b9fde", "hub4j-test-org"],
        &[],
        &[],
    ),
    (
        "hub4j__GHPullRequestTest__checkPullRequestReviewer__5-r_h_g_pulls_6_reviews",
        ["6", "-", "-", "-"],
        &["sahansera-test2 (User) Approved 70b9fde"],
        &[],
    ),
    (
        "hub4j__GHPullRequestTest__pullRequestReviews__10-r_h_g_pulls_482_reviews",
        ["482", "-", "-", "-"],
        &[],
        &["Partial"],
    ),
    (
        "hub4j__GHPullRequestTest__pullRequestReviews__11-r_h_g_pulls_482_reviews_2121311995",
        ["482", "-", "-", "-"],
        &[],
        &["Partial"],
    ),
    (
        "hub4j__GHPullRequestTest__pullRequestReviews__6-r_h_g_pulls_482_reviews",
        ["482", "-", "-", "-"],
        &[],
        &["Partial"],
    ),
    (
        "hub4j__GHPullRequestTest__pullRequestReviews__7-r_h_g_pulls_482_reviews",
        ["482", "-", "-", "-"],
        &[],
        &[],
    ),
    (
        "hub4j__GHPullRequestTest__pullRequestReviews__8-r_h_g_pulls_482_reviews_2121304234_events",
        ["482", "-", "-", "-"],
        &["maximevw (User) Commented 07374fe"],
        &["Partial"],
    ),
    ("ocean__github__pull-request__a", ["200", "open", "da734ea", "johndoe"], &[], &[]),
    ("ocean__github__pull-request__d", ["1", "open", "af25f00", "melodyogonna"], &[], &[]),
];

pub(crate) fn trials(corpus: &Corpus) -> Vec<Trial> {
    let mut trials: Vec<_> = corpus
        .of_kind("review-github")
        .into_iter()
        .map(|file| {
            let reading = corpus.read(&file);
            Trial::test(format!("github_review::{file}"), move || check(&file, &reading))
        })
        .collect();
    let read =
        |file: &str| approvals(&corpus.read(&format!("review-github/{file}.json")).1).clone();
    let pull = read("hub4j__GHPullRequestTest__checkPullRequestReviewer__4-r_h_g_pulls_6");
    let reviews =
        read("hub4j__GHPullRequestTest__checkPullRequestReviewer__5-r_h_g_pulls_6_reviews");
    let ghosts_pull = read("hub4j__GHPullRequestTest__checkNonExistentReviewer__4-r_h_g_pulls_1");
    let ghosts =
        read("hub4j__GHPullRequestTest__checkNonExistentReviewer__5-r_h_g_pulls_1_reviews");
    trials.push(Trial::test(
        "github_review::a_pull_request_is_joined_with_its_reviews",
        move || {
            let mut all = [pull.clone(), reviews.clone(), ghosts_pull.clone(), ghosts.clone()];
            join(&mut all.iter_mut().collect::<Vec<_>>());
            let effective = all.each_ref().map(|approvals| approvals.summary.effective);
            let stale =
                all.each_ref().map(|a| a.decisions.first().and_then(|decision| decision.stale));
            let expected = ([0, 1, 0, 0], [None, Some(false), None, Some(false)]);
            if (effective, stale) == expected { Ok(()) } else { Err(format!("{all:#?}").into()) }
        },
    ));
    trials
}

fn approvals(statement: &Statement) -> &Approvals {
    match &statement.records[..] {
        [Records::Approvals(approvals)] => approvals,
        _ => panic!("{:?}", statement.problems),
    }
}

fn check(file: &str, (_, statement): &(Option<&'static str>, Statement)) -> Result<(), Failed> {
    let stem = file.trim_start_matches("review-github/").trim_end_matches(".json");
    let known = KNOWN.iter().find(|known| known.0 == stem);
    let Approvals { target, decisions, .. } = approvals(statement);
    let author = target.author.as_ref().map(|author| author.label().to_owned());
    let head = target.head.as_ref().map(|head| head[..7].to_owned());
    let about = [target.id.clone(), target.state.clone(), head, author];
    let about = about.map(|field| field.unwrap_or_else(|| "-".to_owned()));
    let decided = decisions.iter().map(|decision| {
        let commit = decision.commit.as_ref().map_or("-", |commit| &commit[..7]);
        let (label, state, kind) = (decision.actor.label(), decision.state, decision.actor.kind);
        format!("{label} ({kind:?}) {state:?} {commit}")
    });
    let decided: Vec<_> = decided.collect();
    let problems: Vec<_> = statement.problems.iter().map(|p| format!("{:?}", p.kind)).collect();
    let found = (about, decided, problems);
    let is_known = known.is_some_and(|(_, about, decided, problems)| {
        found.0 == *about && found.1 == *decided && found.2 == *problems
    });
    if is_known { Ok(()) } else { Err(format!("{stem}: {found:?}").into()) }
}
