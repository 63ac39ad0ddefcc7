import Datasets
import Faces
import Report

/// How many faces a manifest has of what.
extension ReportStage {
  /// Faces by age group, emotion and split; combinations without faces are left out.
  static func emotionCounts(
    _ manifest: Manifest, ages: AgeGrouping
  ) -> [EmotionCount] {
    struct Cell: Hashable {
      let group: AgeGroup
      let emotion: Emotion
      let split: Split
    }
    var counts: [Cell: Int] = [:]
    for record in manifest.records {
      guard let group = record.ageGroup, let emotion = record.emotion, let split = record.split
      else { continue }
      counts[Cell(group: group, emotion: emotion, split: split), default: 0] += 1
    }
    return ages.groups.flatMap { group in
      manifest.vocabulary.labels.emotions.flatMap { emotion in
        Split.allCases.compactMap { split in
          counts[Cell(group: group, emotion: emotion, split: split)].map {
            EmotionCount(ageGroup: group, emotion: emotion, split: split.rawValue, count: $0)
          }
        }
      }
    }
  }

  /// Faces, subjects and labels of each source, and what to cite for it, the largest first; faces without a source are none's.
  static func sources(_ manifest: Manifest) -> [SourceCount] {
    Dictionary(grouping: manifest.records.filter { $0.source != nil }) { $0.source ?? "" }
      .map { name, records in
        let counts = Dictionary(records.compactMap(\.emotion).map { ($0, 1) }, uniquingKeysWith: +)
        // All are of one source; votes are cited apart.
        let cited = [records.first, records.first { $0.votes != nil }].compactMap(\.self)
        return SourceCount(
          name: name, faces: records.count, subjects: SubjectKnowledge(records).exactSubjects,
          labels: manifest.vocabulary.labels.emotions.compactMap { emotion in
            counts[emotion].map { (emotion, $0) }
          }, references: DatasetAdapters.references(for: cited))
      }.sorted { ($1.faces, $0.name) < ($0.faces, $1.name) }
  }
}
