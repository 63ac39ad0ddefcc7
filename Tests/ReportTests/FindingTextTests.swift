import Testing

@testable import Report

@Suite struct FindingTextTests {
  @Test func statisticsStandApartFromTheClaim() {
    let text = FindingText(
      "On toddler faces the model names 59.9% (n = 152 faces, 95% CI 53.0 to 66.4%), above the 14.3% of "
        + "guessing (t test (one-sided), p < 0.001).")
    #expect(text.claim == "On toddler faces the model names 59.9%, above the 14.3% of guessing.")
    #expect(
      text.statistics == ["n = 152 faces, 95% CI 53.0 to 66.4%", "t test (one-sided), p < 0.001"])
  }

  @Test(arguments: ["Nothing in brackets.", "", "It is closed) only.", "It is opened (only."])
  func textWithoutWholeBracketsStays(text: String) {
    #expect(FindingText(text).claim == text && FindingText(text).statistics.isEmpty)
  }
}
