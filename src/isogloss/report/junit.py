"""Findings as JUnit XML, for whatever shows test results: a case for each finding, and one for each rule that holds.

Decides what fails: errors and warnings do, notes are told and pass. Rules that found nothing are cases that pass, so
that a report without a failure is not taken for one that was not made.
"""

from io import BytesIO
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from isogloss.report.told import Told
from isogloss.report.visible import visible


def render_junit(told: Told) -> str:
    """Write findings as one test suite.

    Shape: a document with a ``testsuites`` root; a case's class is its rule, its name says where.
    """
    suites = Element("testsuites")
    suite = SubElement(suites, "testsuite", name=visible(told.title))
    failures = 0
    for rule in told.rules:
        found = [each for each in told.findings if each.id == rule.id]
        for each in found:
            name = visible(each.where) or rule.title
            case = SubElement(suite, "testcase", classname=f"isogloss.{rule.id}", name=name)
            if each.level == "note":
                SubElement(case, "system-out").text = visible(each.message)
                continue
            failures += 1
            failure = SubElement(case, "failure", type=each.level, message=visible(each.message))
            failure.text = visible(each.remedy)
        if not found:
            SubElement(suite, "testcase", classname=f"isogloss.{rule.id}", name=f"never: {rule.title}")
    counts = {"tests": len(suite), "failures": failures, "errors": 0}
    for element in (suites, suite):
        element.attrib |= {name: str(count) for name, count in counts.items()}
    suite.attrib["skipped"] = "0"  # not of the root, says the schema that Jenkins reads by
    indent(suites)
    out = BytesIO()
    ElementTree(suites).write(out, encoding="utf-8", xml_declaration=True)
    return out.getvalue().decode() + "\n"
