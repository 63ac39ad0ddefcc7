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

  /// Faces and subjects of each source, the largest first; faces without a source are none's.
  static func sources(_ manifest: Manifest) -> [SourceCount] {
    Dictionary(grouping: manifest.records.filter { $0.source != nil }) { $0.source ?? "" }
      .map { name, records in
        SourceCount(
          name: name, faces: records.count, subjects: SubjectKnowledge(records).exactSubjects)
      }.sorted { ($1.faces, $0.name) < ($0.faces, $1.name) }
  }
}
