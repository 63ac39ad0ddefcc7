import Faces
import Foundation
import Statistics
import Support

/// What the named raters of a manifest said of its faces.
struct NamedChoices: Sendable {
  /// A rater, by a name that counts within the source.
  struct Named: Sendable {
    let name: String
    let source: String?
  }

  /// By number.
  let raters: [Named]
  private let choices: [PathKey: [(rater: Int, label: Emotion)]]

  /// - Returns: nil where nobody is named.
  init?(_ manifest: Manifest) {
    guard manifest.namesRaters else { return nil }
    // Names count within their source.
    var spelled: [String: (name: String, source: String?)] = [:]
    var said: [(image: String, key: String, label: Emotion)] = []
    for (record, labels) in zip(manifest.records, manifest.raterLabels) {
      for choice in labels?.choices ?? [] {
        guard let key = FaceRecord.uniqueSubject(choice.rater, source: record.source) else {
          continue
        }
        if spelled[key] == nil { spelled[key] = (choice.rater, record.source) }
        said.append((record.image, key, choice.label))
      }
    }
    // “2” comes before “10”.
    let ordered = spelled.sorted { first, second in
      let order = first.value.name.compare(second.value.name, options: .numeric)
      return order == .orderedSame ? first.key < second.key : order == .orderedAscending
    }
    raters = ordered.map { Named(name: $0.value.name, source: $0.value.source) }
    let numbers = Dictionary(
      uniqueKeysWithValues: ordered.enumerated().map { ($1.key, $0) })
    var choices: [PathKey: [(rater: Int, label: Emotion)]] = [:]
    for item in said {
      if let rater = numbers[item.key] {
        choices[PathKey(item.image), default: []].append((rater, item.label))
      }
    }
    self.choices = choices
  }

  subscript(image: String) -> [(rater: Int, label: Emotion)] { choices[PathKey(image)] ?? [] }
}

/// One model's predictions of test faces, each judged by each of its named raters.
struct RaterJudgements: Sendable {
  struct Judgement: Sendable {
    let face: Int
    let rater: Int
    let isCorrect: Bool
  }

  /// Test faces with named raters.
  let rows: [PredictionRow]
  let judgements: [Judgement]
  let subjects: SubjectIndex

  init(_ rows: [PredictionRow], _ choices: NamedChoices) {
    // In one order, whatever the table's is.
    let judged = rows.filter { !choices[$0.image].isEmpty }.sorted { $0.image < $1.image }
    self.rows = judged
    subjects = SubjectIndex(judged.map(\.unit))
    judgements = judged.enumerated().flatMap { face, row in
      choices[row.image].map {
        Judgement(face: face, rater: $0.rater, isCorrect: row.predicted == $0.label)
      }
    }
  }

  /// Per subject the judged faces of each age group, then those that are right for the rater; faces of no group stand last.
  func sums(of rater: Int, ages: AgeGrouping) -> ClusterSums {
    let width = ages.count + 1
    var sums = ClusterSums(count: subjects.count, width: 2 * width)
    for judgement in judgements where judgement.rater == rater {
      let subject = subjects.subjectOfFace[judgement.face]
      let group = rows[judgement.face].ageGroup.map(ages.index) ?? ages.count
      sums[subject, group] += 1
      if judgement.isCorrect { sums[subject, width + group] += 1 }
    }
    return sums
  }
}
