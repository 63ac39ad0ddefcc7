import Support

/// The NIMH Child Emotional Faces Picture Set (Egger et al. 2011): `M10HS_6767.jpg`, sex and number of
/// the subject, emotion, gaze, photograph. The children are 10 to 17 years old.
public struct NIMHChEFSAdapter: NamedFaces {
  public static let name = "nimh-chefs"
  static let source = "NIMH-ChEFS"
  public static let layout =
    "images named as M10HS_6767.jpg (sex and number of the subject, emotion, gaze, photograph), as the "
    + "NIMH Child Emotional Faces Picture Set is distributed."
  static let expression =
    #"(?=(?<sex>[FM]))(?<subject>[FM][0-9]{1,3})(?<emotion>[AFHNS])(?<session>[A-Z])_?(?<take>[0-9]{3,5})"#
  static let codes: [String] = [
    "emotion:A=anger", "emotion:F=fear", "emotion:H=happy", "emotion:N=neutral", "emotion:S=sad",
  ]

  public static let citations = [
    DatasetCitation(
      "NIMH-ChEFS",
      Reference(
        "article", "egger2011nimh",
        [
          "title":
            "The {NIMH} {Child} {Emotional} {Faces} {Picture} {Set} ({NIMH-ChEFS}): a new set of children's "
            + "facial emotion stimuli",
          "author":
            "Egger, Helen Link and Pine, Daniel S. and Nelson, Eric and Leibenluft, Ellen and Ernst, "
            + "Monique and Towbin, Kenneth E. and Angold, Adrian",
          "journal": "International Journal of Methods in Psychiatric Research",
          "volume": "20",
          "pages": "145--156",
          "year": "2011",
          "doi": "10.1002/mpr.343",
        ]))
  ]

  public init() {}
}
