import Analysis
import Faces
import Foundation
import Presentation
import Report
import Support

/// Variants of the demonstration that a page must survive.
extension Demo {
  /// The demonstration with the same text in every place where text comes from data.
  static func hostileInput(_ text: String) throws -> ReportInput {
    var input = try input()
    input.byline.title = text
    input.runName = text
    input.cohort.text = text
    input.emotionCounts = input.emotionCounts.map { count in
      var count = count
      if count.split == "test" { count.split = text }
      return count
    }
    input.sampleFaces[0].source = text
    input.methodNotes = [MethodNote(title: text, paragraphs: [text])]
    input.architectures[0].backbone = text
    input.architectures[0].layers[0].name = text
    input.architectures[0].layers[0].outputShape = text
    input.settings[0] = Setting(name: text, infant: text, adult: text, age: text)
    input.studySettings = [Fact(name: text, text: text)]
    input.limitations = [Fact(name: text, text: text)]
    input.provenance = [ProvenanceEntry(key: text, values: [text])]
    input.warnings = [text]
    input.sources[0].name = text
    input.sources[0].references = [Reference("misc", text, ["title": text])]
    input.methodsText = [text]
    input.dataSheet = [Fact(name: text, text: text)]
    input.programVersion = text
    input.audit?.findings[0].text = text
    input.judgedFaces?.faces[0].source = text
    input.judgedFaces?.counts[0].source = text
    input.judgedFaces?.models[0] = text
    input.metrics?.models[0].model = text
    input.metrics?.transition?.models[0].model = text
    input.metrics?.transition?.models[1].reason = text
    input.metrics?.transition?.models[1].curve = nil
    input.metrics?.plan?.stated.plan.title = text
    input.metrics?.ageError?.summary = text
    input.metrics?.ageError?.turningResults = [text]
    input.metrics?.findings[0].text = text
    input.metrics?.findings[0].id = text
    input.metrics?.findings[0].test = text
    input.metrics?.findings[0].appearance = AppearanceNote(text: text)
    input.metrics?.appearance?.settings = text
    input.progress = [StageProgress(title: text, state: .now)]
    return input
  }

  /// Metrics of one model that saw no face of one age group.
  static func metricsWithEmptyGroup(_ empty: AgeGroup) throws -> Metrics {
    let nothing = Array(repeating: Array(repeating: 0, count: 7), count: 7)
    let diagonal = (0..<7).map { row in (0..<7).map { $0 == row ? 2 : 0 } }
    let groups = AgeGrouping.study.groups.map {
      groupMetrics($0, confusion: $0 == empty ? nothing : diagonal)
    }
    return try decode([
      "format": 1, "models": [["model": "adult", "groups": groups]], "findings": [String](),
    ])
  }
}
