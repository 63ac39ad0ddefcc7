import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct TableAdapterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for name in ["a.jpg", "b.jpg", "c.jpg"] { try folder.write("", to: "images/\(name)") }
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
      0,images/a.jpg,7.5,Happiness,S1,F,old,1,2,30,40
      1,b.jpg,90,contempt,S2,male,,,,,
      2,images/c.jpg,,,,,new,,,,
      """,
      columns: [
        "image": "file", "age": "years", "emotion": "mood", "subject": "who", "sex": "gender",
        "face_x": "x", "face_y": "y", "face_width": "w", "face_height": "h",
      ]
    ) { $0.keepsOtherLabels = true }
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "images/a.jpg", subject: "S1", emotion: .happy, ageInYears: 7.5,
          ageSource: .label, ageGroup: .youngerChild, sex: .female,
          extra: ["1", "2", "30", "40", "old", ""]),
        FaceRecord(
          image: "images/b.jpg", subject: "S2", ageInYears: 90, ageSource: .label,
          ageGroup: .adult, sex: .male, extra: ["", "", "", "", "", "contempt"]),
        FaceRecord(image: "images/c.jpg", extra: ["", "", "", "", "new", ""]),
      ])
    #expect(
      dataset.manifest.extraColumns == [
        "face_x", "face_y", "face_width", "face_height", "camera", "source_label",
      ])
    #expect(dataset.skipped.isEmpty)
  }

  /// A manifest is a table too; the columns that it gets when it is written are there once.
  @Test func aManifestReadAsATableKeepsItsFormOnce() throws {
    let dataset = try read(
      """
      image,emotion,age,camera,manifest_format
      images/a.jpg,happy,7.5,old,1
      """)
    #expect(dataset.manifest.extraColumns == ["camera"])
    let file = folder.file("again.csv")
    try dataset.manifest.write(to: file)
    #expect(try Manifest(contentsOf: file).extraColumns == ["camera"])
  }

  @Test func otherNamesOfColumnsAreSuggested() throws {
    let dataset = try read(
      "image,gender,Participant ID,age_in_months,laboratory\na.jpg,F,S1,30,x\n")
    #expect(
      dataset.manifest.unusedColumnsInWords
        == "columns kept as they are: gender (did you mean sex?), Participant ID (did you mean subject?), "
        + "age_in_months (did you mean age_months?), laboratory")
    let error = #expect(throws: SmilestoneError.self) { try read("Nr,File Name\n1,a.jpg\n") }
    #expect(
      error?.remedy?.contains("--column \"image=File Name\"") == true, "\(error?.remedy ?? "")")
  }

  @Test(arguments: [
    ("suprise", "--value emotion:suprise=surprise"), ("glum", "--value emotion:glum=happy"),
    ("happy face!", "--value \"emotion:happy face!=happy\""),
  ])
  func whatAWordMayMeanIsSuggested(word: String, value: String) throws {
    let dataset = try read("image,emotion\na.jpg,\(word)\nb.jpg,sad\nc.jpg,\n")
    #expect(
      dataset.skipped.map(\.reason) == [
        "“\(word)” is not an emotion; say what it means with \(value), say"
      ])
    #expect(dataset.summary.contains { $0.contains("--value emotion:…=") })
  }

  @Test func votesAndMonthsAreUnderstood() throws {
    let votes = Dictionary(
      uniqueKeysWithValues: LabelScheme.emotions7.emotions.enumerated().map {
        ("votes.\($0.element.rawValue)", "v\($0.offset)")
      })
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
    ("image,age\nb.jpg,old\n", "“old” is not a number and no range of ages (age)"),
    ("image,age_months\nb.jpg,-1\n", "“-1” is negative (age_months)"),
    ("image,age\nb.jpg,-31\n", "“-31” is negative (age)"),
    ("image,age\nb.jpg,130\n", "“130” is no age from 0 to 120 years (age)"),
    ("image,age\nb.jpg,1985\n", "“1985” is no age from 0 to 120 years (age)"),
    ("image,age_months\nb.jpg,4000\n", "“4000” is no age from 0 to 120 years (age_months)"),
    ("image,sex\nb.jpg,2\n", "“2” is not a sex"),
    (
      "image,split\nb.jpg,first\n",
      "“first” is not a split; say what it means with --value split:first=train"
    ),
    ("image,age_group\nb.jpg,baby\n", "“baby” is none of the age groups"),
    ("image,votes\nb.jpg,1;2\n", "“1;2” is not a vote on seven emotions"),
    ("image,votes\nb.jpg,1;2;3;4;5;6;-7\n", "“-7” is not a number of votes"),
    ("image,face_x,face_y,face_width,face_height\nb.jpg,1,2,3,\n", "“1, 2, 3, ” is not a place"),
    ("image,face_x,face_y,face_width,face_height\nb.jpg,1,2,0,5\n", "a face box of 0 × 5"),
    ("image,left_eye_x\nb.jpg,4\n", "“4, , , ” is not a place"),
    (
      "image,face_x,face_y,face_width,face_height\nb.jpg,0.25,0.25,0.5,0.5\n",
      "a face box of 0.5 × 0.5 is below 8 pixels; is it relative to the image?"
    ),
    (
      "image,left_eye_x,left_eye_y,right_eye_x,right_eye_y\nb.jpg,0.3,0.4,0.7,0.4\n",
      "its eyes are less than 3 pixels apart; are they relative to the image?"
    ),
  ])
  func badCellsStayEmptyAndAreListed(text: String, reason: String) throws {
    let dataset = try read(text)
    #expect(dataset.manifest.records == [FaceRecord(image: "images/b.jpg")])
    #expect(dataset.skipped.first?.image == "table.csv, line 2")
    #expect(dataset.skipped.first?.stage == "cell")
    #expect(dataset.skipped.first?.reason.hasPrefix(reason) == true, "\(dataset.skipped)")
  }

  /// The label is what a row is for.
  @Test(arguments: ["joyish", "3"]) func labelsThatAreNotUnderstoodLeaveTheRowOut(label: String)
    throws
  {
    let dataset = try read("image,emotion\na.jpg,happy\nb.jpg,\(label)\n")
    #expect(dataset.manifest.records.map(\.image) == ["images/a.jpg"])
    #expect(dataset.skipped.first?.stage == "label")
    #expect(
      dataset.skipped.first?.reason
        == "“\(label)” is not an emotion; say what it means with --value emotion:\(label)=happy, say"
    )
  }

  @Test func codesMeanWhatIsTold() throws {
    let dataset = try read("image;emotion;sex;split\na.jpg; 0;1;A\nb.jpg;Freude;2;B\nc.jpg;7;;\n") {
      $0.keepsOtherLabels = true
      $0.values =
        (try? ValueMap(
          [
            "emotion:0=anger", "emotion:freude=happy", "emotion:7=contempt", "sex:1=female",
            "sex:2=male", "split:a=train", "split:B=test",
          ], vocabulary: .study)) ?? ValueMap()
    }
    #expect(dataset.manifest.records.map(\.emotion) == [.anger, .happy, nil])
    #expect(dataset.manifest.records.map(\.sex) == [.female, .male, nil])
    #expect(dataset.manifest.records.map(\.split) == [.train, .test, nil])
    #expect(dataset.manifest.values(ofExtraColumn: "source_label") == ["", "", "contempt"])
  }

  @Test(arguments: [
    ("emotion", "COLUMN:FROM=TO"), ("emotoin:0=anger", "did you mean emotion?"),
    ("emotion:0=joyish", "“joyish” is no emotion"), ("sex:1=2", "“2” is no sex"),
  ])
  func meaningsThatCannotBeAreRefused(text: String, message: String) {
    let error = #expect(throws: SmilestoneError.self) { try ValueMap([text], vocabulary: .study) }
    #expect(error?.code == .usage)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func rangesOfAgesAreKept() throws {
    let dataset = try read("image,age\na.jpg,0-2\nb.jpg,3-9\nc.jpg,2;6\n")
    #expect(dataset.manifest.records.map(\.ageInYears) == [nil, nil, 2.5])
    #expect(dataset.manifest.records.map(\.ageGroup) == [.toddler, nil, .toddler])
    #expect(dataset.manifest.values(ofExtraColumn: "age_range") == ["0-2", "3-9", ""])
    #expect(dataset.skipped.isEmpty)
  }

  @Test(arguments: [
    "images\\a.jpg", "a", "C:\\faces\\images\\a.jpg", "/home/ann/images/a.jpg", "./images/a.jpg",
  ])
  func pathsOfOtherComputersAreUnderstood(path: String) throws {
    #expect(try read("image\n\(path)\n").manifest.records.map(\.image) == ["images/a.jpg"])
  }

  @Test func absolutePathsBelowTheFolderAreUnderstood() throws {
    let path = folder.file("images/a.jpg").path
    #expect(try read("image\n\(path)\n").manifest.records.map(\.image) == ["images/a.jpg"])
  }

  @Test func namesThatDifferInCaseAreSuggested() throws {
    let dataset = try read("image\nb.jpg\nA.JPG\n")
    #expect(
      dataset.skipped.first?.reason == "there is no image “A.JPG”; did you mean “images/a.jpg”?")
  }

  @Test func namesFillWhatTheTableLeavesOpen() throws {
    for name in ["s1_x.jpg", "s2_x.jpg"] { try folder.write("", to: "images/\(name)") }
    let dataset = try read("image,age\ns1_x.jpg,7\ns2_x.jpg,\na.jpg,8\n") {
      $0.pattern = try? NamePattern("(?<subject>s[0-9])_")
    }
    #expect(dataset.manifest.records.map(\.subject) == ["s1", "s2", nil])
    #expect(dataset.skipped.first?.reason.contains("does not match the pattern") == true)
  }

  @Test(arguments: [
    "image, Emotion ,AGE,Subject,SPLIT,Sex,Votes\na.jpg, happy , 7, S1 ,Train , F,\n",
    "\u{FEFF}IMAGE,emotion,age,subject,split,sex,votes\n a.jpg ,Happy,7,S1,train,female,\n",
  ])
  func blanksAndCaseOfColumnsAndCellsDoNotMatter(text: String) throws {
    let dataset = try read(text)
    #expect(
      dataset.manifest.records == [
        FaceRecord(
          image: "images/a.jpg", subject: "S1", emotion: .happy, ageInYears: 7, ageSource: .label,
          ageGroup: .youngerChild, sex: .female, split: .train)
      ])
    #expect(dataset.manifest.extraColumns.isEmpty)
  }

  @Test func theColumnOfExactlyTheNameIsTaken() throws {
    let dataset = try read("image,Emotion,emotion\na.jpg,sad,happy\n")
    #expect(dataset.manifest.records.map(\.emotion) == [.happy])
    #expect(dataset.manifest.extraColumns == ["Emotion"])
    let error = #expect(throws: SmilestoneError.self) {
      try read("image,Emotion,EMOTION\na.jpg,sad,happy\n")
    }
    #expect(error?.message.contains("“Emotion”, “EMOTION”") == true, "\(error?.message ?? "")")
  }

  @Test func targetsThatAreMistypedAreRefused() throws {
    let error = #expect(throws: SmilestoneError.self) {
      try read("image,label,years\na.jpg,happy,7\n", columns: ["emotoin": "label", "Age": "years"])
    }
    #expect(error?.code == .usage)
    #expect(error?.message.contains("“Age”, “emotoin” are no columns") == true)
    #expect(error?.message.contains("did you mean age, emotion?") == true)
    let renamed = try read("image,Remarks\na.jpg,old\n", columns: ["note": "Remarks"])
    #expect(renamed.manifest.extraColumns == ["note"])
    #expect(renamed.manifest.unusedColumnsInWords == "columns kept as they are: note")
  }

  @Test func subjectsThatStandForNobodyAreUnknown() throws {
    let cells = ["NA", "n/a", " None", "UNKNOWN", "-", "?", "", "Naomi"]
    for name in ["d.jpg", "e.jpg", "f.jpg", "g.jpg", "h.jpg"] {
      try folder.write("", to: "images/\(name)")
    }
    let rows = zip("abcdefgh", cells).map { "\($0).jpg,\($1)" }
    let dataset = try read("image,subject\n" + rows.joined(separator: "\n"))
    #expect(dataset.manifest.records.compactMap(\.subject) == ["Naomi"])
    #expect(dataset.manifest.records.count == 8)
  }

  @Test func errorsOfRowsComeBeforeStrangers() throws {
    for index in 0..<30 { try folder.write("", to: "images/other/\(index).jpg") }
    let dataset = try read("image,age\na.jpg,7\nb.jpg,999\n")
    #expect(dataset.skipped.first?.image == "table.csv, line 3")
    let summary = dataset.summary
    let errors = try #require(summary.firstIndex { $0.contains("cells left empty") })
    let strangers = try #require(summary.firstIndex { $0.contains("no row of the table names it") })
    #expect(errors < strangers)
    #expect(summary[strangers] == "  no row of the table names it: 31")
  }

  @Test func whatARowNamesIsNotCalledMissing() throws {
    try folder.write("GIF89a", to: "images/d.gif")
    let dataset = try read("image\na.jpg\nd.gif\n")
    #expect(
      dataset.skipped.first?.reason
        == "“d.gif” cannot be used: the format GIF cannot be read; convert it to JPEG or PNG")
    #expect(!dataset.skipped.contains { $0.image == "images/d.gif" })
  }

  @Test func namesThatLookAlikeAreTwoFiles() throws {
    let (composed, decomposed) = ("images/\u{E9}.jpg", "images/e\u{301}.jpg")
    for name in [composed, decomposed] { try folder.write("", to: name) }
    let both = try read("image,age\n\(decomposed),8\n\(composed),7\n").manifest
    #expect(
      both.records.map { Array($0.image.utf8) } == [decomposed, composed].map { Array($0.utf8) })
    #expect(both.records.map(\.ageInYears) == [8, 7])
    // One file alone is found by either spelling.
    let single = try TemporaryFolder()
    try single.write("", to: decomposed)
    let found = try read("image\n\(composed)\n") { $0.images = single.url }
    #expect(found.manifest.records.map(\.image.utf8.count) == [decomposed.utf8.count])
  }

  @Test func whenNothingCanBeUsedAllReasonsAreListed() throws {
    var list: URL?
    let error = #expect(throws: SmilestoneError.self) {
      try read("image,emotion\na.jpg,999\nz.jpg,sad\ny.jpg,sad\n") {
        $0.skippedList = folder.file("skipped.csv")
        list = $0.skippedList
      }
    }
    let message = error?.message ?? ""
    #expect(message.contains("no row of the table names it (2, for instance images/b.jpg)"))
    #expect(message.contains("there is no image “…” (2"), "\(message)")
    let listed = try SkippedImage.read(try #require(list))
    #expect(listed.count == 5)
    #expect(listed.first?.image == "table.csv, line 2")
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
