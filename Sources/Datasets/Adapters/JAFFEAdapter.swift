import Support

/// The Japanese Female Facial Expression set (Lyons et al. 1998): `KA.AN1.39.tiff`, subject, emotion,
/// take, number of the photograph.
public struct JAFFEAdapter: NamedFaces {
  public static let name = "jaffe"
  static let source = "JAFFE"
  public static let layout =
    "images named as KA.AN1.39.tiff (subject, emotion, take, number), as JAFFE is distributed."
  static let expression =
    #"(?<subject>[A-Z]{2})\.(?<emotion>AN|DI|FE|HA|NE|SA|SU)(?<take>[0-9])\.[0-9]+"#
  static let codes: [String] = [
    "emotion:AN=anger", "emotion:DI=disgust", "emotion:FE=fear", "emotion:HA=happy",
    "emotion:NE=neutral", "emotion:SA=sad", "emotion:SU=surprise",
  ]

  public static let citations = [
    DatasetCitation(
      "JAFFE",
      Reference(
        "inproceedings", "lyons1998coding",
        [
          "title": "Coding facial expressions with {Gabor} wavelets",
          "author": "Lyons, Michael and Akamatsu, Shigeru and Kamachi, Miyuki and Gyoba, Jiro",
          "booktitle": "FG",
          "year": "1998",
          "doi": "10.1109/AFGR.1998.670949",
        ]))
  ]

  public init() {}
}
