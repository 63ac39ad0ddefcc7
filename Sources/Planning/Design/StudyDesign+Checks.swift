import Analysis
import Faces
import Foundation
import Presentation
import Support

extension StudyDesign {
  /// - Throws: `SmilestoneError.usage` for numbers that cannot be, and for designs from which no curve
  ///   could be fitted or whose subjects are all on one side of the transition.
  func check(transitionAt age: Double?, vocabulary: Vocabulary, settings: TransitionSettings) throws
  {
    try checkNumbers(classes: vocabulary.labels.count)
    let faces = expectedFaces(vocabulary.ages)
    let large = faces.filter { $0 >= Double(settings.minimumFacesInGroup) }
    guard large.count > 1 else {
      let found = zip(vocabulary.ages.groups, faces).filter { $0.1 > 0 }.map {
        String(format: "%.0f %@", $0.1, vocabulary.ages.faces(of: $0.0))
      }
      throw SmilestoneError.usage(
        "With \(children) children the design has \(Format.list(found)): a curve needs "
          + "\(settings.minimumFacesInGroup) in two age groups at least.",
        remedy: "Plan more children, more faces per visit, or --ages of several age groups.")
    }
    guard let age else { return }
    let (younger, older) = expectedSubjects(aroundAgeInYears: age)
    let needed = Double(settings.minimumSubjectsOnASide)
    guard younger >= needed, older >= needed else {
      throw SmilestoneError.usage(
        String(
          format:
            "The design has %.0f subjects younger and %.0f older than the expected age of %.1f years: "
            + "an age is looked for where at least %.0f are on either side.", younger, older, age,
          needed),
        remedy: "Plan more children, or --ages around that age.")
    }
  }

  private func checkNumbers(classes: Int) throws {
    func require(_ holds: Bool, _ problem: String, _ remedy: String) throws {
      if !holds { throw SmilestoneError.usage(problem, remedy: remedy) }
    }
    try require(
      (10...100_000).contains(children), "A plan cannot have \(children) children.",
      "Give --children from 10 to 100000.")
    try require(!ages.isEmpty, "The design has no ages.", "Give --ages 4,6,8, say.")
    try require(
      children >= ages.count, "\(children) children cannot be divided between \(ages.count) ages.",
      "Plan more children or fewer --ages.")
    try require(
      (0...100).contains(adultsPerChild), "There cannot be \(adultsPerChild) adults for a child.",
      "Give --adults-per-child 0.25, say.")
    try require(
      (1...50).contains(visits), "A child cannot be seen \(visits) times.",
      "Give --visits from 1 to 50.")
    try require(
      visits == 1 || (0.01...20).contains(yearsBetweenVisits),
      "\(yearsBetweenVisits) years between visits cannot be.", "Give --years-between 1, say.")
    try require(
      (1...1000).contains(facesPerVisit), "A visit cannot give \(facesPerVisit) faces.",
      "Give --faces-per-visit from 1 to 1000.")
    try require(
      (0...10).contains(ageErrorInYears), "An age error of \(ageErrorInYears) years cannot be.",
      "Give the standard deviation in years, from 0 to 10.")
    if let raters {
      try require(
        (1...100).contains(raters.count), "\(raters.count) raters cannot be.",
        "Give --raters from 1 to 100.")
      try require(
        raters.accuracy > 1 / Double(classes) && raters.accuracy <= 1,
        "A rater who is right on \(raters.accuracy) of faces says nothing about \(classes) classes.",
        "Give --rater-accuracy above \(String(format: "%.2f", 1 / Double(classes))) and up to 1.")
    }
  }

  /// The expected number of faces of each age group.
  private func expectedFaces(_ groups: AgeGrouping) -> [Double] {
    var faces = [Double](repeating: 0, count: groups.count)
    for (ages, subjects) in visitsOfSubjects {
      for span in ages {
        for age in span.steps {
          faces[groups.index(ofAgeInYears: age)] +=
            subjects * Double(facesPerVisit) / Double(span.steps.count)
        }
      }
    }
    return faces
  }

  /// How many subjects are expected to be seen when they are younger, and when they are older.
  private func expectedSubjects(aroundAgeInYears age: Double) -> (younger: Double, older: Double) {
    var (younger, older) = (0.0, 0.0)
    for (ages, subjects) in visitsOfSubjects {
      guard let first = ages.first, let last = ages.last else { continue }
      younger += subjects * Double(first.steps.count { $0 < age }) / Double(first.steps.count)
      older += subjects * Double(last.steps.count { $0 > age }) / Double(last.steps.count)
    }
    return (younger, older)
  }

  /// Subjects who are seen at the same ages: the ages of each visit, and their number.
  private var visitsOfSubjects: [(ages: [AgeSpan], subjects: Double)] {
    ages.map { first in
      (
        (0..<visits).map {
          let later = Double($0) * yearsBetweenVisits
          return AgeSpan(first.youngest + later, first.oldest + later)
        }, Double(children) / Double(ages.count)
      )
    } + [([adultAges], Double(adults))]
  }
}

extension AgeSpan {
  /// Ages that stand for all in it.
  fileprivate var steps: [Double] {
    youngest == oldest
      ? [youngest] : (0..<100).map { youngest + (oldest - youngest) * (Double($0) + 0.5) / 100 }
  }
}
