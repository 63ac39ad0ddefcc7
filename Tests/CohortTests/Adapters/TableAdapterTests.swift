import Cohort
import Foundation
import Support
import TestSupport
import Testing

@Suite struct TableAdapterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.jpg", "b.jpg", "c.jpg"] { try folder.write("", to: "pictures/\(name)") }
  }

  private func read(
    _ text: String, columns: [String: String] = [:],
    _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> ImportedDataset {
    let table = try folder.write(text, to: "table.csv")
    var options = ImportOptions()
    options.columns = columns
    change(&options)
    return try TableAdapter().read(table, options: options)
  }

  @Test func columnsAreMapped() throws {
    let dataset = try read(
      """
      ,file,years,mood,who,gender,camera,x,y,w,h
      0,pictures/a.jpg,7.5,Happiness,S1,F,old,1,2,30,40
      1,b.jpg,90,contempt,S2,male,,,,,
      2,pictures/c.jpg,,,,,new,,,,
      """,
      columns: [
        "image": "file", "age": "years", "emotion": "mood", "subject": "who", "sex": "gender",
        "face_x": "x", "face_y": "y", "face_width": "w", "face_height": "h",
      ]
    ) { $0.keepsOtherLabels = true }
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "pictures/a.jpg", subject: "S1", emotion: .happy, ageInYears: 7.5,
          ageSource: .label, ageGroup: .youngerChild, sex: .female,
          extra: ["1", "2", "30", "40", "old", ""]),
        FaceRecord(
          image: "pictures/b.jpg", subject: "S2", ageInYears: 90, ageSource: .label,
          ageGroup: .adult, sex: .male, extra: ["", "", "", "", "", "contempt"]),
        FaceRecord(image: "pictures/c.jpg", extra: ["", "", "", "", "new", ""]),
      ])
    #expect(
      dataset.manifest.extraColumns == [
        "face_x", "face_y", "face_width", "face_height", "camera", "source_label",
      ])
    #expect(dataset.skipped.isEmpty)
  }

  @Test func votesAndMonthsAreUnderstood() throws {
    let votes = Dictionary(
      uniqueKeysWithValues: Emotion.allCases.map { ("votes.\($0.rawValue)", "v\($0.index)") })
    let dataset = try read(
      "image,age_months,v0,v1,v2,v3,v4,v5,v6\na.jpg,30,1,2,3,4,5,6,7\nb.jpg,,,,,,,,\n",
      columns: votes)
    let expected: [[Double]?] = [[1, 2, 3, 4, 5, 6, 7], nil]
    #expect(dataset.manifest.records.map(\.votes) == expected)
    #expect(dataset.manifest.records.map(\.ageInYears) == [2.5, nil])
    let error = #expect(throws: SmilestoneError.self) {
      try read("image,v\na.jpg,1\n", columns: ["votes.fear": "v"])
    }
    #expect(error?.message.contains("votes.anger") == true)
  }

  @Test(arguments: [
    ("image,age\nb.jpg,old\n", "“old” is not a number (age)"),
    ("image,age\nb.jpg,nan\n", "“nan” is not a number (age)"),
    ("image,age_months\nb.jpg,-1\n", "“-1” is not a number (age_months)"),
    ("image,emotion\nb.jpg,joyish\n", "“joyish” is not an emotion"),
    ("image,emotion\nb.jpg,3\n", "“3” is not an emotion"),
    ("image,sex\nb.jpg,2\n", "“2” is not a sex"),
    ("image,split\nb.jpg,dev\n", "“dev” is not a split"),
    ("image,age_group\nb.jpg,baby\n", "“baby” is not known (age_group)"),
    ("image,votes\nb.jpg,1;2\n", "“1;2” is not a vote on seven emotions"),
    ("image,votes\nb.jpg,1;2;3;4;5;6;-7\n", "“-7” is not a number of votes"),
    ("image,face_x,face_y,face_width,face_height\nb.jpg,1,2,3,\n", "“1, 2, 3, ” is not a place"),
    ("image,face_x,face_y,face_width,face_height\nb.jpg,1,2,0,5\n", "a face box of 0 × 5"),
    ("image,left_eye_x\nb.jpg,4\n", "“4, , , ” is not a place"),
  ])
  func badCellsAreListed(text: String, reason: String) throws {
    let columnCount = text.prefix { $0 != "\n" }.split(separator: ",").count
    let goodRow = "a.jpg" + String(repeating: ",", count: columnCount - 1)
    let dataset = try read(text + goodRow)
    #expect(dataset.manifest.records.map(\.image) == ["pictures/a.jpg"])
    #expect(dataset.skipped.first?.image == "table.csv, line 2")
    #expect(dataset.skipped.first?.stage == "label")
    #expect(dataset.skipped.first?.reason.hasPrefix(reason) == true, "\(dataset.skipped)")
  }

  @Test func aMissingColumnIsNamed() throws {
    for columns in [["image": "file"], [:]] {
      let error = #expect(throws: SmilestoneError.self) {
        try read("path\na.jpg\n", columns: columns)
      }
      #expect(error?.code == .badInput)
      #expect(error?.message.contains(columns["image"] ?? "image") == true)
      #expect(error?.remedy?.contains("path") == true)
    }
  }

  @Test func imagesMayLieElsewhere() throws {
    let images = try TemporaryFolder()
    try images.write("", to: "deep/z.jpg")
    let dataset = try read("image\nz.jpg\na.jpg\n") { $0.images = images.url }
    #expect(dataset.manifest.folder.path == images.url.path)
    #expect(dataset.manifest.records.map(\.image) == ["deep/z.jpg"])
    #expect(dataset.skipped.map(\.reason) == ["there is no image “a.jpg”"])
  }
}
