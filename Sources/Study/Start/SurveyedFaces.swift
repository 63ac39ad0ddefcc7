import Datasets
import Faces

/// What is known of the faces that a folder's data set or manifest lists.
public struct SurveyedFaces: Sendable, Encodable {
  public let count: Int
  /// Faces by perceived emotion, in the scheme's order; those that no face has are left out.
  public let emotions: [FolderSurvey.Tally]
  /// Faces whose age, or age group, is known and no estimate.
  public let withAge: Int
  /// Faces by known age group, the youngest first.
  public let ageGroups: [FolderSurvey.Tally]
  /// How many different persons are named, and how many faces name one.
  public let subjects: Int
  public let withSubject: Int
  public let sexes: [FolderSurvey.Tally]
  public let splits: [FolderSurvey.Tally]
  /// Faces with raters' votes.
  public let withVotes: Int
  /// Those with a perceived emotion, and the age group that is known before any age is estimated.
  let labelled: [FaceRecord]
  let ages: AgeGrouping

  private enum CodingKeys: CodingKey {
    case count, emotions, withAge, ageGroups, subjects, withSubject, sexes, splits, withVotes
  }

  init(_ manifest: Manifest) {
    let ages = manifest.vocabulary.ages
    var records = manifest.records
    for row in records.indices { records[row].ageGroup = records[row].group(of: ages) }
    func tallies<Value: Equatable>(
      _ values: [Value], _ name: (Value) -> String, of fact: (FaceRecord) -> Value?
    ) -> [FolderSurvey.Tally] {
      values.map { value in
        FolderSurvey.Tally(name: name(value), count: records.count { fact($0) == value })
      }.filter { $0.count > 0 }
    }
    let persons = SubjectKnowledge(records)
    count = records.count
    emotions = tallies(manifest.vocabulary.labels.emotions, \.rawValue) { $0.emotion }
    withAge = records.count { $0.ageGroup != nil }
    ageGroups = tallies(ages.groups, ages.plural) { $0.ageGroup }
    subjects = persons.subjects
    withSubject = persons.faces - persons.facesWithoutSubject
    sexes = tallies(Sex.allCases, \.rawValue) { $0.sex }
    splits = tallies(Split.allCases, \.rawValue) { $0.split }
    withVotes = records.count { $0.votes != nil }
    labelled = records.filter { $0.emotion != nil }
    self.ages = ages
  }
}
