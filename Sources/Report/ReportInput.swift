import Analysis
import Faces
import Foundation
import Presentation
import Support

/// Everything that the report page shows, read from a run folder by the caller.
///
/// Only the run's name, its cohort and its counts are required. For every other part that is
/// empty or nil the page says what is missing and how to get it.
public struct ReportInput: Sendable {
  /// The page's title and whose work it is.
  public var byline = Byline()
  /// Which run this is: the run folder's name.
  public var runName: String
  public var cohort: CohortDescription
  public var counts: HeadlineCounts
  /// Faces by age group, emotion and split; combinations without faces may be left out.
  public var emotionCounts: [EmotionCount] = []
  /// Where the faces come from.
  public var sources: [SourceCount] = []
  public var sampleFaces: [SampleFace] = []
  /// The faces whose ages the estimator missed by most, the worst first.
  public var missedAges: [MissedAge] = []
  /// Test faces with the models' answers, to look at; nil where no model was tested.
  public var judgedFaces: JudgedFaces?
  /// Which photographs go into the file. The page says which were left out.
  public var faceVisibility = FaceVisibility.withoutRealInfants
  /// What was done, in words: each becomes a card that opens.
  public var methodNotes: [MethodNote] = []
  public var architectures: [Architecture] = []
  /// The settings of the trainings, and those of the study that are no training's.
  public var settings: [Setting] = []
  public var studySettings: [Fact] = []
  public var histories: [TrainingHistory] = []
  /// What the analyses have found by now.
  package var results = RunResults()
  /// What these results do not show: a heading and a statement each.
  public var limitations: [Fact] = []
  /// Versions, seeds, hashes and times.
  public var provenance: [ProvenanceEntry] = []
  /// What a reader must know before any number; shown at the top.
  public var warnings: [String] = []
  /// The methods of this run as they could stand in a paper, a paragraph each.
  public var methodsText: [String] = []
  /// A data sheet's answers that are not numbers (Gebru et al. 2021).
  public var dataSheet: [Fact] = []
  /// What a paper cites for the networks, the data sets and the programs of others.
  public var references: [Reference] = []
  /// The program's version; nil where unknown.
  public var programVersion: String?
  /// How far an unfinished run has come; empty for a finished one.
  public var progress: [StageProgress] = []

  public init(runName: String, cohort: CohortDescription, counts: HeadlineCounts) {
    self.runName = runName
    self.cohort = cohort
    self.counts = counts
  }

  /// The results with what sections need to know of the run.
  var shownResults: RunResults {
    var shown = results
    shown.isSynthetic = cohort.isSynthetic
    for analysis in Analyses.all { analysis.announce(in: &shown) }
    return shown
  }
}

/// Where the faces come from.
public struct CohortDescription: Sendable {
  /// One or two sentences: "Synthetic faces of 400 subjects, cohort “both”."
  public var text: String
  /// Whether the faces are synthetic.
  public var isSynthetic: Bool

  public init(text: String, isSynthetic: Bool) {
    self.text = text
    self.isSynthetic = isSynthetic
  }
}

/// The numbers at the top of the page.
public struct HeadlineCounts: Sendable {
  public var faces: Int
  public var emotions: Int
  public var ageGroups: Int
  public var models: Int
  /// Images that could not be used; `skipped.csv` lists them with their reasons.
  public var skipped: Int

  public init(faces: Int, emotions: Int, ageGroups: Int, models: Int, skipped: Int) {
    self.faces = faces
    self.emotions = emotions
    self.ageGroups = ageGroups
    self.models = models
    self.skipped = skipped
  }
}

/// A stage of an unfinished run.
public struct StageProgress: Sendable {
  public enum State: String, Sendable { case done, now, ahead }

  public var title: String
  public var state: State

  public init(title: String, state: State) {
    self.title = title
    self.state = state
  }
}

/// One line of provenance: "seed" → ["20250301"].
public struct ProvenanceEntry: Sendable {
  public var key: String
  public var values: [String]

  public init(key: String, values: [String]) {
    self.key = key
    self.values = values
  }
}
