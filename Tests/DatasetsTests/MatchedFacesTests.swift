import Datasets
import Faces
import Support
import Testing

@Suite struct MatchedFacesTests {
  /// Faces of each emotion in anger, disgust … order.
  private func faces(_ group: AgeGroup, _ split: Split, _ counts: [Int]) -> [FaceRecord] {
    zip(LabelScheme.emotions7.emotions, counts).flatMap { emotion, count in
      (0..<count).map { number in
        FaceRecord(
          image: "\(group.rawValue)-\(split.rawValue)-\(emotion.rawValue)-\(number)",
          emotion: emotion, ageGroup: group, split: split)
      }
    }
  }

  private var records: [FaceRecord] {
    faces(.adult, .train, [20, 8, 9, 40, 30, 4, 7])
      + faces(.toddler, .train, [6, 30, 12, 5, 9, 50])
      + faces(.adult, .validation, [3, 3, 3, 3, 3, 3, 3])
      + faces(.toddler, .validation, [5, 0, 2, 1, 9, 9, 9])
      + faces(.teenager, .train, [1]) + [FaceRecord(image: "unknown", split: .train)]
  }

  @Test func everyGroupGetsAsManyOfEachEmotion() throws {
    let matched = try MatchedFaces(
      records, groups: [.adult, .toddler], labels: .emotions7, of: .study)
    #expect(matched.groups == [.toddler, .adult])
    // Sadness has 4 training faces of adults, surprise none of toddlers.
    #expect(matched.emotions == [.anger, .disgust, .fear, .happy, .neutral])
    #expect(matched.emotionsLeftOut == [.sad, .surprise])
    #expect(matched.trainingFaces == [6, 8, 9, 5, 9])
    #expect(matched.validationFaces == [3, 0, 2, 1, 3])
    for group in matched.groups {
      for (split, counts) in [
        (Split.train, matched.trainingFaces), (.validation, matched.validationFaces),
      ] {
        let rows = matched.rows(of: group, split, seed: 3)
        #expect(rows == rows.sorted() && Set(rows).count == rows.count)
        #expect(rows.allSatisfy { records[$0].ageGroup == group && records[$0].split == split })
        #expect(
          matched.emotions.map { emotion in rows.count { records[$0].emotion == emotion } }
            == counts)
      }
    }
  }

  @Test func anotherSeedDrawsOtherFaces() throws {
    let matched = try MatchedFaces(
      records, groups: [.adult, .toddler], labels: .emotions7, of: .study)
    let rows = matched.rows(of: .adult, .train, seed: 3)
    #expect(rows == matched.rows(of: .adult, .train, seed: 3))
    #expect(rows != matched.rows(of: .adult, .train, seed: 4))
  }

  @Test func namesTheGroupsThatHaveTooFewFaces() throws {
    let error = #expect(throws: SmilestoneError.self) {
      try MatchedFaces(records, groups: [.adult, .teenager], labels: .emotions7, of: .study)
    }
    #expect(error?.description.contains("adult, teenager") == true)
    let withoutValidation = records.filter { $0.split == .train }
    let other = #expect(throws: SmilestoneError.self) {
      try MatchedFaces(
        withoutValidation, groups: [.adult, .toddler], labels: .emotions7, of: .study)
    }
    #expect(other?.description.contains("validation") == true)
  }

  @Test func findsTheGroupsWithEnoughFaces() {
    #expect(MatchedFaces.groups(of: .study, in: records, withAtLeast: 30) == [.toddler, .adult])
    #expect(MatchedFaces.groups(of: .study, in: records, withAtLeast: 113) == [.adult])
    // Teenagers have no validation face.
    #expect(MatchedFaces.groups(of: .study, in: records, withAtLeast: 1) == [.toddler, .adult])
  }
}
