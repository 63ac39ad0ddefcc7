import Faces

/// What each emotion looks like at full strength, on an infant's and on an adult's face.
///
/// Adult prototypes follow EMFACS (Ekman & Friesen 1983). Infant ones follow Baby FACS (Oster 2006)
/// and what Oster, Hegley & Nagel (1992) found: anger, fear and sadness are one distress face, an
/// open square mouth under lowered brows, which differs little between the three; disgust shows
/// the tongue; joy and surprise gape. Contempt is one raised lip corner (Ekman & Friesen 1986, Motivation
/// and Emotion 10:159-168); of infants none is described, and what is drawn is a weaker one.
public enum ExpressionPrototypes {
  /// What can be drawn.
  public static let emotions = LabelScheme.emotions8.emotions

  public static func infant(_ emotion: Emotion) -> FacialActions {
    infants[emotion] ?? .rest
  }

  public static func adult(_ emotion: Emotion) -> FacialActions {
    adults[emotion] ?? .rest
  }

  /// (1 − w)·infant + w·adult.
  public static func blend(_ emotion: Emotion, adultWeight: Double) -> FacialActions {
    infant(emotion).blended(with: adult(emotion), adultWeight)
  }

  private static let adults: [Emotion: FacialActions] = [
    .anger: FacialActions([
      .browLower: 1, .upperLidRaise: 0.45, .lidTighten: 0.7, .lipPress: 0.9, .chinRaise: 0.35,
      .noseWrinkle: 0.2, .lipCornerDepress: 0.2,
    ]),
    .contempt: FacialActions([
      .oneLipCorner: 1, .lidTighten: 0.35, .outerBrowRaise: 0.3, .lipPress: 0.35,
    ]),
    .disgust: FacialActions([
      .noseWrinkle: 1, .upperLipRaise: 1, .browLower: 0.45, .lidTighten: 0.5, .cheekRaise: 0.4,
      .lipCornerDepress: 0.45, .lipsPart: 0.5,
    ]),
    .fear: FacialActions([
      .innerBrowRaise: 0.95, .outerBrowRaise: 0.4, .browLower: 0.45, .upperLidRaise: 1,
      .lipStretch: 1, .lipsPart: 0.8, .jawDrop: 0.2,
    ]),
    .happy: FacialActions([
      .lipCornerPull: 1, .cheekRaise: 0.75, .lipsPart: 0.8, .jawDrop: 0.22,
      .upperLipRaise: 0.1,
    ]),
    .neutral: FacialActions([:]),
    .sad: FacialActions([
      .innerBrowRaise: 1, .browLower: 0.35, .lipCornerDepress: 1, .chinRaise: 0.6,
      .eyesClose: 0.3, .lipPress: 0.15,
    ]),
    .surprise: FacialActions([
      .innerBrowRaise: 1, .outerBrowRaise: 1, .upperLidRaise: 0.85, .jawDrop: 1,
      .lipsPart: 0.6, .lipPucker: 0.3,
    ]),
  ]

  private static let infants: [Emotion: FacialActions] = [
    .anger: FacialActions([
      .browLower: 0.95, .lidTighten: 0.8, .eyesClose: 0.3, .cheekRaise: 0.5, .noseWrinkle: 0.5,
      .squareMouth: 1, .jawDrop: 0.55, .lipsPart: 0.5, .tongueShow: 0.3,
    ]),
    .contempt: FacialActions([
      .oneLipCorner: 0.7, .lidTighten: 0.3, .browLower: 0.2, .lipsPart: 0.2,
    ]),
    .disgust: FacialActions([
      .browLower: 0.35, .noseWrinkle: 0.6, .upperLipRaise: 0.45, .lidTighten: 0.55,
      .cheekRaise: 0.3, .lipsPart: 0.8, .jawDrop: 0.4, .tongueShow: 1,
      .lipCornerDepress: 0.35,
    ]),
    .fear: FacialActions([
      .innerBrowRaise: 0.5, .browLower: 0.5, .upperLidRaise: 0.65, .squareMouth: 0.85,
      .jawDrop: 0.35, .lipsPart: 0.5, .lipStretch: 0.3,
    ]),
    .happy: FacialActions([
      .lipCornerPull: 0.85, .cheekRaise: 0.8, .lipsPart: 0.9, .jawDrop: 0.7,
      .innerBrowRaise: 0.15, .outerBrowRaise: 0.2, .tongueShow: 0.25,
    ]),
    .neutral: FacialActions([
      .lipsPart: 0.35, .jawDrop: 0.08, .innerBrowRaise: 0.12, .outerBrowRaise: 0.1,
      .lipPucker: 0.2,
    ]),
    .sad: FacialActions([
      .innerBrowRaise: 0.6, .browLower: 0.6, .eyesClose: 0.5, .cheekRaise: 0.3,
      .squareMouth: 0.7, .jawDrop: 0.35, .lipsPart: 0.5, .lipCornerDepress: 0.6,
      .chinRaise: 0.2,
    ]),
    .surprise: FacialActions([
      .innerBrowRaise: 0.6, .outerBrowRaise: 0.75, .upperLidRaise: 0.7, .jawDrop: 0.5,
      .lipsPart: 0.7, .lipPucker: 0.7,
    ]),
  ]
}
