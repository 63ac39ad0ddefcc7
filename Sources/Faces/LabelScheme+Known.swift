extension LabelScheme {
  /// The schemes that the program knows, by whose ids commands and files name them.
  public static let known: [LabelScheme] = [.emotions7, .emotions8, .valence]

  /// The study's seven emotions, the default.
  public static let emotions7 = LabelScheme(
    id: "emotions7", labels: emotionLabels.filter { $0.emotion != .contempt })

  /// The seven and contempt, which AffectNet and FERPlus label too.
  public static let emotions8 = LabelScheme(id: "emotions8", labels: emotionLabels)

  /// Whether a face looks displeased, neither, or pleased. Of the emotions anger, contempt, disgust, fear
  /// and sadness are negative and happiness is positive (Russell 1980, Journal of Personality and Social
  /// Psychology 39:1161-1178). Surprise is left out: it is perceived as either, by person and
  /// context (Neta, Norris & Whalen 2009, Emotion 9:640-648).
  public static let valence = LabelScheme(
    id: "valence",
    labels: [
      Label(emotion: Emotion(rawValue: "negative"), synonyms: ["unpleasant"], colour: "#d55e00"),
      Label(emotion: .neutral, colour: "#7f7f7f"),
      Label(emotion: Emotion(rawValue: "positive"), synonyms: ["pleasant"], colour: "#0072b2"),
    ],
    noun: Noun(singular: "valence", plural: "valences"),
    origin: Origin(
      scheme: "emotions8",
      map: [
        .anger: Emotion(rawValue: "negative"), .contempt: Emotion(rawValue: "negative"),
        .disgust: Emotion(rawValue: "negative"), .fear: Emotion(rawValue: "negative"),
        .sad: Emotion(rawValue: "negative"), .neutral: .neutral,
        .happy: Emotion(rawValue: "positive"), .surprise: nil as Emotion?,
      ]))

  private static let emotionLabels = [
    Label(emotion: .anger, synonyms: ["angry"], colour: "#d55e00"),
    Label(emotion: .contempt, synonyms: ["contemptuous"], colour: "#8c564b"),
    Label(emotion: .disgust, synonyms: ["disgusted"], colour: "#009e73"),
    Label(
      emotion: .fear, synonyms: ["fearful", "afraid", "scared", "frightened"], colour: "#cc79a7"),
    Label(emotion: .happy, synonyms: ["happiness", "joy", "joyful"], colour: "#e69f00"),
    Label(emotion: .neutral, synonyms: ["neutrality"], colour: "#7f7f7f"),
    Label(emotion: .sad, synonyms: ["sadness"], colour: "#0072b2"),
    Label(emotion: .surprise, synonyms: ["surprised"], colour: "#56b4e9"),
  ]
}

extension LabelScheme.Label {
  /// Colours that people with colour vision deficiencies tell apart too (Okabe & Ito 2008).
  static let colours = [
    "#d55e00", "#0072b2", "#009e73", "#e69f00", "#cc79a7", "#56b4e9", "#8c564b", "#7f7f7f",
  ]
}
