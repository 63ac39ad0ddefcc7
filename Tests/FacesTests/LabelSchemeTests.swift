import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct LabelSchemeTests {
  @Test func knownSchemesAreSoundAndDiffer() {
    #expect(LabelScheme.known.map(\.id) == ["emotions7", "emotions8", "valence"])
    for scheme in LabelScheme.known { #expect(scheme.problem == nil) }
    #expect(
      LabelScheme.emotions8.namesInWords
        == "anger, contempt, disgust, fear, happy, neutral, sad, surprise")
    #expect(LabelScheme.emotions7.chance == 1.0 / 7)
    #expect(LabelScheme.valence.chanceInWords == "one in three")
    #expect(LabelScheme.valence.labelsInWords == "three valences")
  }

  @Test(
    "the map from emotions to valence is the stated one",
    arguments: [
      ("anger", "negative"), ("disgusted", "negative"), ("Fear", "negative"),
      ("sadness", "negative"), ("contempt", "negative"), ("neutral", "neutral"),
      ("happiness", "positive"), ("pleasant", "positive"), ("surprise", nil), ("bored", nil),
    ])
  func valenceOf(name: String, expected: String?) {
    #expect(LabelScheme.valence.emotion(named: name)?.rawValue == expected)
  }

  @Test func schemesAgreeByTheirNamesInOrder() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "{id: 'mine', labels: ['negative', 'neutral', 'positive']}", to: "mine.json5")
    let mine = try LabelScheme(named: file.path)
    #expect(mine.agrees(with: .valence) && mine != .valence)
    #expect(!LabelScheme.emotions7.agrees(with: .emotions8))
    let error = #expect(throws: SmilestoneError.self) {
      try mine.requireAgreement("a.csv", with: .emotions7, "b.csv", remedy: "Choose one.")
    }
    #expect(error?.message.contains("a.csv") == true)
    #expect(error?.message.contains("b.csv") == true)
  }

  @Test func filesOfOnesOwnAreRead() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      """
      // Pleasure.
      {id: 'pleasure', noun: {singular: 'pleasure', plural: 'pleasures'},
       labels: [{name: 'unpleasant', synonyms: ['Bad'], colour: '#ff0000'}, 'calm',
                {name: 'pleasant'}],
       from: {scheme: 'emotions7', map: {anger: 'unpleasant', disgust: 'unpleasant',
         fear: 'unpleasant', happy: 'pleasant', neutral: 'calm', sad: 'unpleasant',
         surprise: null}}}
      """, to: "pleasure.json5")
    let scheme = try LabelScheme(named: file.path)
    #expect(scheme.emotions.map(\.rawValue) == ["unpleasant", "calm", "pleasant"])
    #expect(scheme.labels[0].colour == "#ff0000")
    #expect(scheme.emotion(named: "bad")?.rawValue == "unpleasant")
    #expect(scheme.emotion(named: "happy")?.rawValue == "pleasant")
    #expect(scheme.emotion(named: "surprise") == nil)
    #expect(scheme.labelsInWords == "three pleasures")
    let data = try JSONEncoder().encode(scheme)
    #expect(try JSONDecoder().decode(LabelScheme.self, from: data) == scheme)
  }

  @Test func aKnownSchemeMayBeGivenByItsId() throws {
    let decoded = try JSONDecoder().decode([LabelScheme].self, from: Data(#"["valence"]"#.utf8))
    #expect(decoded == [.valence])
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([LabelScheme].self, from: Data(#"["valenz"]"#.utf8))
    }
  }

  @Test(
    "broken files are refused with the reason",
    arguments: [
      ("{id: 'x', labels: ['a']}", "at least two"),
      ("{id: 'x', labels: ['a', 'a']}", "twice"),
      ("{id: 'x', labels: ['a', {name: 'b', synonyms: ['A']}]}", "twice"),
      ("{id: 'x', labels: ['a', 'B c']}", "“B c” is no name"),
      ("{id: 'x', labels: ['a', {name: 'b', colour: 'red'}]}", "no colour"),
      ("{id: 'x', labels: ['a', {name: 'b', color: '#000000'}]}", "color (did you mean colour?)"),
      ("{id: 'valence', labels: ['a', 'b']}", "choose another id"),
      ("{labels: ['a', 'b']}", "the field id is missing"),
      ("{id: 'x', labels: ['a', 'b'", "line 1"),
      (
        "{id: 'x', labels: ['a', 'b'], from: {scheme: 'emotions9', map: {}}}",
        "there is no “emotions9”"
      ),
      (
        "{id: 'x', labels: ['a', 'b'], from: {scheme: 'valence', map: {negative: 'a'}}}",
        "does not say what “neutral” becomes"
      ),
      (
        "{id: 'x', labels: ['a', 'b'], from: {scheme: 'valence', map: {negative: 'a', "
          + "neutral: null, positive: 'c'}}}", "“c” is none of the labels"
      ),
    ])
  func brokenFiles(text: String, reason: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "scheme.json5")
    let error = #expect(throws: SmilestoneError.self) { try LabelScheme(named: file.path) }
    #expect(error?.code == .badInput)
    #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(file.path) == true)
  }

  @Test func aMistypedNameHasAHint() {
    let error = #expect(throws: SmilestoneError.self) { try LabelScheme(named: "valance") }
    #expect(error?.code == .usage)
    #expect(error?.message.contains("did you mean valence?") == true)
  }
}
