//! The workflow that `init` writes: it runs the gate, and fails until it is finished.

use super::scan::Found;

/// Where it goes, and its text.
pub(super) fn of(found: &Found) -> (&'static str, String) {
    if found.gitlab {
        (".gitlab/gatewright.yml", GITLAB.to_owned())
    } else {
        (".github/workflows/gatewright.yml", GITHUB.to_owned())
    }
}

/// What stands in `<…>` is for a person to fill in: nobody should copy a hash that they did not look up.
const GITHUB: &str = "\
# The gate. It fails until it is finished:
#   1. needs: the jobs that write the evidence. They belong into this workflow.
#   2. Download what they uploaded to where gatewright.yaml looks for it.
#   3. Install gatewright, or use its action.
#   4. Make `gate` a required check, and let the deployment need it.
# Pin every action by the full hash of a commit: a tag can be moved.
name: gatewright
on:
  pull_request:
  merge_group:
  workflow_dispatch:
permissions: {}
jobs:
  gate:
    name: gate
    # needs: [test]
    # Also when a job before it failed: a required check that is skipped counts as passed.
    if: ${{ always() }}
    runs-on: ubuntu-latest
    permissions:
      contents: read
    steps:
      # The commit that is proposed, not the merge that GitHub makes up: reviews are about the former.
      # - uses: actions/checkout@<commit>
      #   with:
      #     ref: ${{ github.event.pull_request.head.sha || github.sha }}
      #     persist-credentials: false
      # - uses: actions/download-artifact@<commit>
      #   with:
      #     path: reports
      #     merge-multiple: true
      - name: Gate
        run: gatewright check --config gatewright.yaml --gate production
";

const GITLAB: &str = "\
# The gate. It fails until it is finished:
#   1. Include it from .gitlab-ci.yml:  include: [{local: .gitlab/gatewright.yml}]
#   2. needs: the jobs that write the evidence, as artifacts at the paths of gatewright.yaml.
#   3. Use an image that has gatewright, pinned by its digest.
#   4. Let the job that deploys need this one.
gatewright:
  stage: deploy
  # image: <image>@sha256:<digest>
  # needs: [test]
  script:
    - gatewright check --config gatewright.yaml --gate production --output text --output json=verdict.json
  artifacts:
    when: always
    paths: [verdict.json]
";
