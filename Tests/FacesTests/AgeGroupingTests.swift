import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct AgeGroupingTests {
  private func decoded(_ json: String) throws -> AgeGrouping {
    try JSONDecoder().decode(AgeGrouping.self, from: Data(json.utf8))
  }

  @Test func boundsGiveGroupsOfSensibleNames() throws {
    let ages = try AgeGrouping(upperBoundsInYears: [2, 6.5, 12])
    #expect(
      ages.groups.map(\.displayName) == ["up to 2", "over 2 to 6.5", "over 6.5 to 12", "over 12"])
    #expect(ages.namesInWords == "up_to_2, over_2_to_6.5, over_6.5_to_12, over_12")
    #expect(ages.groups.map(ages.plural).first == "people aged up to 2")
    #expect(ages.groups.map(ages.faces).last == "faces aged over 12")
    #expect(ages.groups.map(ages.rangeInYears) == ["0–2", "2–6.5", "6.5–12", "12+"])
    #expect(ages.infant == ages.youngest && ages.adult == ages.oldest)
    #expect(ages.countInWords == "four")
    #expect(ages.inWords.hasPrefix("people aged up to 2, people aged over 2 to 6.5, "))
    #expect([2, 2.01, 6.5, 100].map(ages.index(ofAgeInYears:)) == [0, 1, 1, 3])
    #expect(ages.group(ofAgesInYears: 3...6) == ages.groups[1])
    #expect(ages.group(ofAgesInYears: 3...7) == nil)
  }

  @Test func theStudysBoundsGiveTheStudysGroups() throws {
    #expect(try AgeGrouping(upperBoundsInYears: [3, 8, 12, 17]) == .study)
    #expect(AgeGrouping.study.text == "3;8;12;17")
    #expect(
      AgeGrouping.study.inWords
        == "toddlers (up to and including 3 years), younger children (8), older "
        + "children (12), teenagers (17) and adults")
  }

  @Test(arguments: [
    "2;6;12", "3;8;12;17", "baby/babies<=1; child/children/faces of children<=12; adult",
    "toddler<=2; younger child/younger children<=6; adult", "2;6;12; adult: over 6 to 12",
    "a<=1; b<=2; c<=3; d; infant: b; adult: c", "é 1<=1.5; z",
  ])
  func aLineReadsBackAsItself(_ text: String) throws {
    let ages = try AgeGrouping(text: text)
    #expect(ages.text == text)
    let json = try JSONEncoder().encode([ages])
    #expect(try JSONDecoder().decode([AgeGrouping].self, from: json) == [ages])
  }

  @Test func commasAndBlanksDoNotMatter() throws {
    #expect(try AgeGrouping(text: " 2, 6 ,12").text == "2;6;12")
    #expect(
      try AgeGrouping(text: "big_child / big children <= 5;  adult")
        == AgeGrouping(text: "big child/big children<=5; adult"))
  }

  @Test func groupsMayBeSpeltOut() throws {
    let ages = try decoded(
      """
      {"groups": [{"name": "baby", "plural": "babies", "upTo": 1},
        {"name": "child", "plural": "children", "faces": "faces of children", "upTo": 12},
        {"name": "adult"}], "adult": "child"}
      """)
    #expect(
      ages.text
        == "baby/babies<=1; child/children/faces of children<=12; adult; adult: child")
    #expect(ages.adult.rawValue == "child" && ages.plural(of: ages.adult) == "children")
  }

  @Test(arguments: [
    ("12,6", "do not ascend"), ("6,6", "do not ascend"), ("0,3", "above 0"), ("3,900", "120"),
    ("x", "no number"), ("", "no number"), ("baby", "no number"), ("baby<=x; adult", "no number"),
    ("baby<=1; Baby", "two groups"), ("1a/b/c/d<=1; e", "NAME/PLURAL/FACES"),
    ("a:b:c; 3", "cannot be read"), ("a<=1; b<=2", "not of the form"),
    ("a; b<=2", "not of the form"),
    ("a/x<=1; ..", "cannot name a group"), ("3;8; adult: teenager", "none of them"),
    ("3;8; infant: over 8; adult: up to 3", "not younger"),
  ])
  func whatCannotBeIsRefusedWithItsReason(_ text: String, reason: String) {
    let error = #expect(throws: SmilestoneError.self) { try AgeGrouping(text: text) }
    #expect(error?.code == .usage && error?.message.contains(reason) == true, "\(error as Any)")
    #expect(error?.remedy?.contains("2,6,12") == true)
  }

  @Test(arguments: [
    #"{"groups": [{"name": "a"}]}"#, #"{"groups": [{"name": "a"}, {"name": "b"}]}"#,
    #"{"groups": [{"name": "a", "upTo": 3}, {"name": "b", "upTo": 8}]}"#,
    #"{"groups": [{"name": "a", "plural": "x;y", "upTo": 3}, {"name": "b"}]}"#, #"{"bounds": [3]}"#,
    "[3, 8]",
  ])
  func whatIsSpeltOutWronglyIsRefused(_ json: String) {
    #expect(throws: DecodingError.self) { try decoded(json) }
  }

  @Test func differencesNameBoth() throws {
    let ages = try AgeGrouping(upperBoundsInYears: [2, 6])
    try ages.require(ages, in: "a", as: "b", remedy: "c")
    let error = #expect(throws: SmilestoneError.self) {
      try ages.require(.study, in: "a.csv", as: "b.json", remedy: "c")
    }
    #expect(error?.code == .badInput)
    #expect(
      error?.message == "a.csv has the age groups “2;6”, and b.json has “3;8;12;17”.")
  }
}

@Suite struct ManifestAgeGroupTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> Manifest {
    try Manifest(contentsOf: folder.write(text, to: "m.csv"))
  }

  @Test func groupsOfOnesOwnAreReadAndWritten() throws {
    let manifest = try read(
      "image,age_group,age_groups\na.png,baby,baby<=1; adult\nb.png,,baby<=1; adult\n")
    #expect(manifest.vocabulary.ages.text == "baby<=1; adult")
    #expect(manifest.records[0].ageGroup?.rawValue == "baby")
    #expect(manifest.extraColumns.isEmpty)
    try manifest.write(to: folder.file("again.csv"))
    #expect(try Manifest(contentsOf: folder.file("again.csv")) == manifest)
  }

  @Test func otherBoundsOfEarlierVersionsAreUnderstood() throws {
    let manifest = try read("image,age_group,age_bounds\na.png,teenager,2;6;12;18\n")
    #expect(manifest.vocabulary.ages.groups == AgeGrouping.study.groups)
    #expect(manifest.vocabulary.ages.upperBoundsInYears == [2, 6, 12, 18])
  }

  @Test(arguments: [
    ("a.png,,8;3", "ascend"), ("a.png,,3;8\nb.png,,3;9", "differs"),
  ])
  func groupsThatDoNotFitAreRefusedWithTheirLine(_ rows: String, word: String) {
    let error = #expect(throws: SmilestoneError.self) {
      try read("image,age_group,age_groups\n\(rows)\n")
    }
    #expect(error?.code == .badInput && error?.message.contains("line") == true)
    #expect(error?.message.contains(word) == true, "\(error as Any)")
  }

  @Test func aGroupThatIsNoneOfTheManifestsIsListed() throws {
    let file = try folder.write("image,age_group,age_groups\na.png,baby,3;8\n", to: "m.csv")
    let (manifest, remarks) = try Manifest.read(file)
    #expect(manifest.records.map(\.ageGroup) == [nil])
    #expect(remarks.map(\.stage) == ["cell"])
    #expect(remarks.first?.reason.contains("“baby” is none of") == true, "\(remarks)")
  }

  @Test func facesAreSortedIntoOtherGroupsByTheirAges() throws {
    let ages = try AgeGrouping(upperBoundsInYears: [2, 6])
    let manifest = try read("image,age,age_group,p_toddler\na.png,4,younger_child,0\nb.png,,,\n")
    let sorted = try manifest.sorted(into: ages, place: "m.csv")
    #expect(sorted.records.map { $0.ageGroup?.rawValue } == ["over_2_to_6", nil])
    #expect(sorted.extraColumns.isEmpty && sorted.vocabulary.ages == ages)
    #expect(throws: SmilestoneError.self) { try sorted.sorted(into: .study, place: "m.csv") }
    let unaged = try read("image,age,age_group\na.png,,adult\n")
    let error = #expect(throws: SmilestoneError.self) {
      try unaged.sorted(into: ages, place: "m.csv")
    }
    #expect(error?.message.contains("a.png") == true)
  }
}
