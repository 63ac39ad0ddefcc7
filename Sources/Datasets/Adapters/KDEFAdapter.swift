import Support

/// The Karolinska Directed Emotional Faces (Lundqvist, Flykt & Öhman 1998): `AF01ANS.JPG`, series A or
/// B, sex and number of the subject, emotion, angle.
public struct KDEFAdapter: NamedFaces {
  public static let name = "kdef"
  static let source = "KDEF"
  public static let layout =
    "images named as AF01ANS.JPG (series, sex and number of the subject, emotion, angle), as KDEF is "
    + "distributed."
  static let expression =
    #"(?<session>[AB])(?=(?<sex>[FM]))(?<subject>[FM][0-9]{2})(?<emotion>AF|AN|DI|HA|NE|SA|SU)"#
    + #"(?<take>FL|HL|S|HR|FR)"#
  static let codes: [String] = [
    "emotion:AF=fear", "emotion:AN=anger", "emotion:DI=disgust", "emotion:HA=happy",
    "emotion:NE=neutral", "emotion:SA=sad", "emotion:SU=surprise",
  ]

  public static let citations = [
    DatasetCitation(
      "KDEF",
      Reference(
        "misc", "lundqvist1998karolinska",
        [
          "title": "The {Karolinska} {Directed} {Emotional} {Faces} ({KDEF})",
          "author": "Lundqvist, Daniel and Flykt, Anders and {\\\"O}hman, Arne",
          "howpublished":
            "CD-ROM, Department of Clinical Neuroscience, Psychology section, Karolinska Institutet",
          "year": "1998",
          "doi": "10.1037/t27732-000",
        ]))
  ]

  public init() {}
}
