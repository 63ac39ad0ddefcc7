import Analysis
import Faces
import Foundation
import Support

/// Who is seen when, and who labels the faces: the faces that the curves are fitted to.
public struct StudyDesign: Codable, Sendable, Equatable {
  /// Children whose faces are tested on.
  public var children: Int
  /// Adults for each child.
  public var adultsPerChild: Double
  /// The ages at the first visit, between which children are divided equally.
  public var ages: [AgeSpan]
  public var adultAges: AgeSpan
  /// Visits of each child, and the years between two. Adults are seen once.
  public var visits: Int
  public var yearsBetweenVisits: Double
  /// Labelled faces of each visit.
  public var facesPerVisit: Int
  /// nil where the expected accuracies are against the labels at hand.
  public var raters: Raters?
  /// The standard deviation of true ages around estimated ones; 0 where birthdays are known.
  public var ageErrorInYears: Double

  /// The defaults: 4 children to an adult, as many in each age group below adults, seen once, with
  /// 4 faces, known ages.
  public init(
    children: Int, adultsPerChild: Double = 0.25, ages: [AgeSpan]? = nil,
    adultAges: AgeSpan? = nil, visits: Int = 1, yearsBetweenVisits: Double = 1,
    facesPerVisit: Int = 4, raters: Raters? = nil, ageErrorInYears: Double = 0,
    groups: AgeGrouping = .study
  ) {
    self.children = children
    self.adultsPerChild = adultsPerChild
    let adults = groups.index(of: groups.adult)
    self.ages =
      ages
      ?? groups.groups.prefix(adults).map { group in
        let (above, upTo) = groups.ages(of: group)
        return AgeSpan(max(0.3, above), upTo ?? above + 1)
      }
    let grown = groups.ages(of: groups.adult).above + 1
    self.adultAges = adultAges ?? AgeSpan(grown, max(60, grown))
    self.visits = visits
    self.yearsBetweenVisits = yearsBetweenVisits
    self.facesPerVisit = facesPerVisit
    self.raters = raters
    self.ageErrorInYears = ageErrorInYears
  }

  public var adults: Int { Int((Double(children) * adultsPerChild).rounded()) }

  /// Children by turns through the ages, then adults.
  var subjects: [SimulatedSubject] {
    (0..<children).map {
      SimulatedSubject(
        firstAge: ages[$0 % ages.count].range, visits: visits,
        yearsBetweenVisits: yearsBetweenVisits)
    } + Array(repeating: SimulatedSubject(firstAge: adultAges.range), count: adults)
  }

  /// The same with another number of children, or other ages.
  func with(children: Int) -> StudyDesign {
    var design = self
    design.children = children
    return design
  }

  func with(ages: [AgeSpan]) -> StudyDesign {
    var design = self
    design.ages = ages
    return design
  }

  /// "at 0.3-3, 3-8, 8-12, 12-17 years", "first at 4, 8 years, 3 times 1 year apart".
  var agesInWords: String {
    let first = ages.map(\.text).joined(separator: ", ")
    guard visits > 1 else { return "at \(first) years" }
    return "first at \(first) years, \(visits) times \(AgeSpan.text(yearsBetweenVisits)) "
      + "year\(yearsBetweenVisits == 1 ? "" : "s") apart"
  }

  public var inWords: String { inWords(withChildren: true) }

  /// The design, with or without how many children and adults there are.
  package func inWords(withChildren: Bool) -> String {
    let labels = raters.map {
      String(
        format: ", each labelled by %d rater%@ of whom one is right on %.0f%%", $0.count,
        $0.count == 1 ? "" : "s", 100 * $0.accuracy)
    }
    let ages =
      ageErrorInYears > 0
      ? String(format: "ages known up to an error of SD %g years", ageErrorInYears) : "known ages"
    let who =
      withChildren
      ? ["\(children) children", "\(adults) adults"]
      : ["children", String(format: "%g adults a child", adultsPerChild)]
    return "\(who[0]) seen \(agesInWords) and \(who[1]) of \(adultAges.text) years, "
      + "\(facesPerVisit) face\(facesPerVisit == 1 ? "" : "s") a visit\(labels ?? ""), \(ages)"
  }
}
