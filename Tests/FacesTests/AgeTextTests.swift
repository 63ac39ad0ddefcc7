import Faces
import Testing

@Suite struct AgeTextTests {
  @Test(arguments: [
    ("7", 7.0), ("7.5", 7.5), ("2;6", 2.5), ("2;6.15", 2.5 + 15 / 365.25), ("18m", 1.5),
    ("18 months", 1.5), ("18 Months old", 1.5), ("7 years", 7), ("7y", 7), ("7 yrs.", 7),
    ("2 years 6 months", 2.5), ("2y6m", 2.5), ("2 y, 6 m", 2.5), ("age 7", 7),
    ("aged 18 months", 1.5), ("7 Jahre", 7), ("6 mois", 0.5), ("0", 0), ("120", 120),
  ])
  func agesAreUnderstood(text: String, years: Double) throws {
    let age = try AgeText(text)
    #expect(abs((age.years ?? -1) - years) < 1e-12)
    #expect(age.range == nil)
  }

  @Test func monthsAndDecimalCommasAreTold() throws {
    #expect(try AgeText("30", unitsPerYear: 12).years == 2.5)
    #expect(try AgeText("24-36", unitsPerYear: 12).range?.text == "2-3")
    #expect(try AgeText("7,5", allowsComma: true).years == 7.5)
    #expect(try AgeText("18 m", unitsPerYear: 12).years == 1.5)
  }

  @Test(arguments: [
    ("0-2", "0-2", AgeGroup.toddler), ("(25, 32)", "25-32", .adult), ("3-9", "3-9", nil),
    ("more than 70", "70+", .adult), ("70+", "70+", .adult), ("> 17.5", "17.5+", .adult),
    ("60 and over", "60+", .adult), ("4 to 8", "4-8", .youngerChild), ("13–17", "13-17", .teenager),
    ("under 3", "0-3", .toddler), ("[4_8]", "4-8", .youngerChild), ("15+", "15+", nil),
    ("6-12 months", "0.5-1", .toddler), ("30 – 40 years old", "30-40", .adult),
    ("6 months to 2 years", "0.5-2", .toddler), ("over 60 years", "60+", .adult),
    ("65 years or older", "65+", .adult), ("4to7", "4-7", .youngerChild),
  ])
  func rangesAreKept(text: String, range: String, group: AgeGroup?) throws {
    let age = try AgeText(text)
    #expect(age.years == nil)
    #expect(age.range?.text == range)
    #expect(age.range?.ageGroup(of: .study) == group)
  }

  @Test(arguments: [
    ("9-Mar", "a spreadsheet made a date"), ("Mar-09", "a spreadsheet made a date"),
    ("09. Mär", "a spreadsheet made a date"), ("2024-03-09", "a spreadsheet made a date"),
    ("09.03.2024", "a day of birth"), ("2014", "no age from 0 to 120"),
    ("130", "no age from 0 to 120"), ("-31", "is negative"), ("nine", "is not a number"),
    ("9-3", "ends before it begins"), ("3-900", "no age from 0 to 120"),
    ("2;13", "is not a number"), ("4-5 kg", "is not a number"),
    ("1e400", "is not a number"), ("", "is not a number"),
  ])
  func whatIsNoAgeIsNamed(text: String, reason: String) {
    let refusal = #expect(throws: UnusableImageError.self) { try AgeText(text) }
    #expect(refusal?.reason.contains(reason) == true, "\(refusal?.reason ?? "")")
  }
}

@Suite struct DatasetWordTests {
  @Test(arguments: [
    ("0_angry", Emotion.anger), ("joy", .happy), (" Surprise ", .surprise), ("scared", .fear),
    ("03 - Sadness", .sad), ("3", nil), ("contempt", nil),
  ])
  func wordsForEmotions(word: String, emotion: Emotion?) {
    #expect(LabelScheme.emotions7.emotion(named: word) == emotion)
  }

  /// Numbers mean different things in different data sets.
  @Test(arguments: [
    ("Female", Sex.female), ("GIRL", .female), ("m", .male), ("1", nil), ("0", nil),
  ])
  func wordsForSexes(word: String, sex: Sex?) {
    #expect(Sex(datasetName: word) == sex)
  }

  @Test(arguments: ["", "NA", "n/a", "NaN", "-", "?", "null", " na "])
  func cellsThatAreNotKnown(cell: String) {
    #expect(DatasetWord.isUnknown(cell))
    #expect(!DatasetWord.isUnknown("none of these"))
  }

  /// Where words are labels, “none” and “unknown” are some.
  @Test func wordsThatAreNoValues() {
    for word in ["", "NA", "unknown", "None", "Missing", "not known"] {
      #expect(DatasetWord.isNoValue(word))
    }
    for word in ["unknown", "none"] { #expect(!DatasetWord.isUnknown(word)) }
    #expect(!DatasetWord.isNoValue("female"))
  }
}
