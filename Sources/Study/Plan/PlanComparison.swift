import Analysis
import Faces
import Foundation
import Planning
import Support

/// The faces that a plan expects beside those that a study has: plan-differences.csv.
package struct PlanComparison: Equatable {
  package struct Row: Equatable {
    package var what: String
    package var planned: String
    package var found: String

    package var differs: Bool { planned != found }
  }

  package var rows: [Row] = []

  /// - Parameter records: all faces of the study; those that are tested on are compared.
  package init(_ prediction: StudyPrediction, _ records: [FaceRecord], ages: AgeGrouping) {
    let tested = records.filter { $0.split == .test && $0.emotion != nil && $0.ageInYears != nil }
    let adults = ages.index(of: ages.adult)
    func isAdult(_ face: FaceRecord) -> Bool {
      face.ageInYears.map { ages.index(ofAgeInYears: $0) >= adults } ?? false
    }
    let children = tested.filter { !isAdult($0) }
    let grown = tested.filter(isAdult)
    let design = prediction.design
    rows = [
      Row(
        what: "children", planned: "\(design.children)", found: Self.subjects(children)),
      Row(what: "adults", planned: "\(design.adults)", found: Self.subjects(grown)),
      Row(
        what: "faces of children",
        planned: "\(design.children * design.visits * design.facesPerVisit)",
        found: "\(children.count)"),
      Row(
        what: "faces of adults", planned: "\(design.adults * design.facesPerVisit)",
        found: "\(grown.count)"),
      Row(
        what: "ages of children",
        planned: Self.span(
          design.ages.map(\.youngest).min(),
          design.ages.map(\.oldest).max().map {
            $0 + Double(design.visits - 1) * design.yearsBetweenVisits
          }),
        found: Self.span(
          children.compactMap(\.ageInYears).min(), children.compactMap(\.ageInYears).max())),
      Row(
        what: "ages", planned: design.ageErrorInYears > 0 ? "estimated" : "known",
        found: tested.contains { $0.ageSource == .estimated } ? "estimated" : "known"),
    ]
  }

  private static func subjects(_ faces: [FaceRecord]) -> String {
    let known = Set(faces.compactMap(\.subject)).count
    let unknown = faces.count { $0.subject == nil }
    return unknown == 0 ? "\(known)" : "\(known), and \(unknown) faces of unknown subjects"
  }

  private static func span(_ youngest: Double?, _ oldest: Double?) -> String {
    guard let youngest, let oldest else { return "none" }
    return String(format: "%.0f to %.0f years", youngest, oldest)
  }

  /// What differs, for people; nil where nothing does.
  package var message: String? {
    let differing = rows.filter(\.differs)
    guard !differing.isEmpty else { return nil }
    return "Test faces are not as planned: "
      + differing.map { "\($0.what) \($0.found), planned \($0.planned)" }.joined(separator: "; ")
      + "."
  }

  package func write(to url: URL) throws {
    var writer = CSVWriter(header: ["what", "planned", "found", "differs"])
    for row in rows {
      writer.append([row.what, row.planned, row.found, row.differs ? "yes" : "no"])
    }
    try AtomicFile.write(writer.text, to: url)
  }
}
