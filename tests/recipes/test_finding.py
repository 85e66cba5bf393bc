"""Add a finding of the doctor: a file in `experiments/doctor` (`toys/crawling.py`) and a line in its table."""


def test_one_file_and_one_line_are_a_finding(house):
    """Command line: named with a proof where it holds, among what was looked at where it does not."""
    house.add("experiments/doctor", "crawling", "Crawling", "FINDINGS: dict[str, Finding] = by_key(", "Crawling(),")
    house.run("finding_checks.py")
