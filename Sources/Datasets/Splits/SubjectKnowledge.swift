import Faces
import Support

/// How well it is known who is shown, which decides what can be said about persons in splits.
public struct SubjectKnowledge: Sendable {
  /// The faces in all, and those without a subject.
  public let faces: Int
  public let facesWithoutSubject: Int
  /// The number of different known subjects; blanks and case do not count.
  public let subjects: Int
  /// The names of subjects that are spelt in several ways, the most frequent subject first.
  public let spellings: [[String]]
  /// The known subject with the most faces.
  public let largest: (name: String, faces: Int)?

  /// A subject with more than this share of all faces is likely to be a placeholder.
  private static let largestPlausibleShare = 1.0 / 3

  public init(_ records: [FaceRecord]) {
    var counts: [String: (faces: Int, names: Set<String>)] = [:]
    for record in records {
      guard let subject = record.subject, let key = record.subjectKey else { continue }
      counts[key, default: (0, [])].faces += 1
      counts[key, default: (0, [])].names.insert(subject)
    }
    let ordered = counts.sorted { ($1.value.faces, $0.key) < ($0.value.faces, $1.key) }
    faces = records.count
    facesWithoutSubject = records.count { $0.subject == nil }
    subjects = counts.count
    spellings = ordered.map { $0.value.names.sorted() }.filter { $0.count > 1 }
    largest = ordered.first.flatMap { first in
      first.value.names.min().map { ($0, first.value.faces) }
    }
  }

  /// The number of different subjects; nil where a face has none, so that there may be more.
  public var exactSubjects: Int? { facesWithoutSubject == 0 ? subjects : nil }

  /// Why persons may cross splits; nil where every face has a subject.
  public var caution: String? {
    guard facesWithoutSubject > 0 else { return nil }
    return
      (subjects == 0
      ? "Subjects are not known, so persons may cross splits"
      : "The subjects of \(facesWithoutSubject) of \(faces) faces are not known, so their persons may "
        + "cross splits") + "."
  }

  /// The names that were taken for one; nil where each subject has one spelling.
  public var spellingsInWords: String? {
    guard !spellings.isEmpty else { return nil }
    let shown = spellings.prefix(3).map { "“\($0.joined(separator: "”, “"))”" }
    return
      "Subjects spelt in several ways are taken as one person each, \(spellings.count) in all: "
      + shown.joined(separator: "; ") + (spellings.count > 3 ? "; …" : "")
  }

  /// A warning of a subject with an implausible share of the faces; nil where there is none.
  public var largestInWords: String? {
    guard let largest, subjects > 0,
      Double(largest.faces) > SubjectKnowledge.largestPlausibleShare * Double(faces),
      faces > 3
    else { return nil }
    return
      "Subject “\(largest.name)” has \(largest.faces) of \(faces) faces, which all stay in one "
      + "split; if it stands for unknown persons, leave these cells empty."
  }
}

extension SubjectKnowledge {
  /// What a user should know of the persons in splits; empty where all is well.
  public var notes: [String] {
    [caution, spellingsInWords, largestInWords].compactMap(\.self)
  }
}

extension Manifest {
  /// What a user should know of the splits beyond their sizes: persons that are not known, spellings
  /// that were joined, splits without faces and faces without a split; empty where all is well.
  public var splitNotes: [String] {
    let present = Set(records.compactMap(\.split))
    var notes = SubjectKnowledge(records).notes
    guard !present.isEmpty else { return notes }
    for split in Split.allCases where !present.contains(split) {
      notes.append("No face is in the \(split.rawValue) split.")
    }
    let without = records.count { $0.split == nil }
    if without > 0 {
      notes.append(
        "Without a split, and not used: \(without) of \(counted(records.count, "face")).")
    }
    return notes
  }
}
