import Faces
import Foundation
import Presentation
import Support

/// A question that is asked of a run: its numbers, what is said of them, and how they are shown.
///
/// An analysis is a type without instances in a folder of its own, and `Analyses.all` lists it. All that
/// is asked of every analysis is asked here; what an analysis has nothing to say to, it leaves out.
package protocol Analysis: Sendable {
  /// What is kept of it.
  associatedtype Result: Codable & Sendable & Equatable = NoResult

  /// Its name on the command line, and its section's anchor on the page: "age-error".
  static var id: String { get }

  // MARK: Numbers

  /// The member of `metrics.json` that holds the result; nil where it has a file of its own, which another
  /// command than `evaluate` writes, or where there is none.
  static var key: String? { get }
  /// The file of its own that holds the result, below a run's folder: "matrix/matrix.json"; "" for none.
  static var file: String { get }
  /// Reads that file.
  /// - Parameter vocabulary: of the run.
  /// - Throws: `SmilestoneError` that names the file and how to make it again.
  static func read(_ file: URL, of vocabulary: Vocabulary) throws -> Result
  /// What `evaluate` calls it, where it takes long and is made when asked for alone; nil for one that
  /// is always made.
  static var option: AnalysisOption? { get }
  /// Whether a manifest has what the analysis needs of it; a study makes those for which it has.
  static func canBeMade(of manifest: Manifest) -> Bool
  /// The numbers; nil where the evidence has nothing to make them of.
  /// - Throws: `SmilestoneError` where the analysis was asked for and the evidence does not have what it
  ///   needs.
  static func result(of evidence: Evidence) throws -> Result?

  // MARK: Words

  /// What is to be said of the numbers, once p-values are corrected for all tests.
  static func findings(in evidence: Evidence) throws -> [FindingDraft]
  /// Takes over into the results what the findings have settled, such as corrected p-values.
  static func settle(
    _ metrics: inout Metrics, after findings: SettledFindings, _ evidence: Evidence
  ) throws
  /// The results as text for a terminal; nil for what the findings say already.
  static func text(of metrics: Metrics) -> String?

  // MARK: The page

  /// The heading of its section; nil for an analysis that has none.
  static var heading: SectionHeading? { get }
  /// The parts of its section; nil where the run has no numbers to show.
  static func section(of run: RunResults) -> [Section.Part]?
  /// What the section says where it has nothing to show; empty where the page then has no such section.
  static var missing: HTML { get }
  /// The result as the page opens with it; nil for none. The first analysis that has one gives it.
  static func headline(of run: RunResults) -> Headline?
  /// Tells the sections of other analyses what they need to know of the result.
  static func announce(in run: inout RunResults)
  /// Sentences for the abstract.
  static func abstract(of run: RunResults) -> [String]
  /// What the card of a model says of the results (Mitchell et al. 2019).
  /// - Parameter model: "adult".
  static func modelCard(of model: String, in run: RunResults) -> [Fact]
  /// What the card of ready models says of the results, a section in Markdown; nil for nothing.
  /// - Parameter metrics: of the model of all ages, and of the study's.
  static func card(of metrics: [Metrics]) -> String?
  /// What the run's results do not show, a heading and a statement each.
  static func limitations(of run: RunResults) -> [Fact]
  /// What runs are compared by: facts of the same names of each run.
  static func comparison(of run: RunResults) -> [Fact]
  /// Sentences for the methods of a paper.
  static func methods(of run: RunResults) -> [String]
  /// What a paper has to cite for its methods.
  static func references(of run: RunResults) -> [Reference]
  /// What test faces were read for after the accuracies, as the end of a sentence; nil where they were
  /// not.
  static func laterReading(of run: RunResults) -> String?
}

/// The result of an analysis that only shows what others have found.
public struct NoResult: Codable, Sendable, Equatable {}

/// An option of `evaluate` that asks for an analysis.
package struct AnalysisOption: Sendable {
  /// One sentence for the help.
  package var summary: String
  /// What it needs of the manifest beside the predictions; nil where it needs none.
  package var manifestNeed: String?

  package init(summary: String, manifestNeed: String? = nil) {
    self.summary = summary
    self.manifestNeed = manifestNeed
  }
}

/// What a section is called.
package struct SectionHeading {
  package var title: String
  /// Its name in the contents; nil for the title.
  package var short: String?

  package init(_ title: String, short: String? = nil) {
    self.title = title
    self.short = short
  }
}

extension Analysis {
  package static var key: String? { nil }
  package static var file: String { "" }
  package static func read(_ file: URL, of vocabulary: Vocabulary) throws -> Result {
    try JSONText.read(
      Result.self, from: file, as: "results of \(id)", remedy: "Remove it and make it again.")
  }
  package static func result(of evidence: Evidence) throws -> Result? { nil }
  package static var option: AnalysisOption? { nil }
  package static func canBeMade(of manifest: Manifest) -> Bool { true }
  package static func findings(in evidence: Evidence) throws -> [FindingDraft] { [] }
  package static func settle(
    _ metrics: inout Metrics, after findings: SettledFindings, _ evidence: Evidence
  ) throws {}
  package static func text(of metrics: Metrics) -> String? { nil }
  package static var heading: SectionHeading? { nil }
  package static func section(of run: RunResults) -> [Section.Part]? { nil }
  package static var missing: HTML { "" }
  package static func headline(of run: RunResults) -> Headline? { nil }
  package static func announce(in run: inout RunResults) {}
  package static func abstract(of run: RunResults) -> [String] { [] }
  package static func modelCard(of model: String, in run: RunResults) -> [Fact] { [] }
  package static func card(of metrics: [Metrics]) -> String? { nil }
  package static func limitations(of run: RunResults) -> [Fact] { [] }
  package static func comparison(of run: RunResults) -> [Fact] { [] }
  package static func methods(of run: RunResults) -> [String] { [] }
  package static func references(of run: RunResults) -> [Reference] { [] }
  package static func laterReading(of run: RunResults) -> String? { nil }
}
