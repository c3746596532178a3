import pytest

from benchmarks import figures, lighthouse


@pytest.mark.parametrize(("accessibility", "is_met"), [(100, True), (99, False)])
def test_page_is_met_when_every_score_is(accessibility, is_met):
    scores = {"performance": 95, "accessibility": accessibility, "best-practices": 100, "seo": 95}

    figure = lighthouse.figure_of("home", "phone", scores)

    assert (figure.name, figure.measured) == ("home, phone", f"95 / {accessibility} / 100 / 95")
    assert figure.is_met is is_met
    assert figures.table([figure]).splitlines()[0].split() == ["|", "figure", "|", "measured", "|", "aim", "|", "|"]


def test_without_lighthouse_it_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(lighthouse.NoScores, match="Put the program `lighthouse`"):
        lighthouse.main([])


def test_what_costs_points_is_named(capsys):
    audits = {
        "slow": {"title": "Slow", "score": 0.5, "displayValue": "3 s"},
        "told": {"title": "Only told", "score": 0},
        "fine": {"title": "Fine", "score": 1},
    }
    references = [{"id": "slow", "weight": 10}, {"id": "told", "weight": 0}, {"id": "fine", "weight": 10}]
    report = {
        "audits": audits,
        "categories": {
            category: {"auditRefs": references if category == "seo" else []} for category in lighthouse.AIMS
        },
    }

    lighthouse.print_what_is_short("/", "phone", report)

    assert capsys.readouterr().out == "/ (phone), seo: Slow 3 s\n"


def test_scores_have_their_own_place_in_the_readme(tmp_path, monkeypatch):
    readme = tmp_path / "README.md"
    marked = "<!-- figures -->\nSpeed\n<!-- end of figures -->\n<!-- Lighthouse -->%s<!-- end of Lighthouse -->\n"
    readme.write_text(marked % "\n")
    monkeypatch.setattr(figures, "README", readme)

    figures.keep("Scores", between=figures.LIGHTHOUSE)

    assert readme.read_text() == marked % "\n\nScores\n\n"
