import Support

/// The Radboud Faces Database (Langner et al. 2010): `Rafd090_01_Caucasian_female_angry_frontal.jpg`,
/// camera, subject, group, sex, emotion, gaze. Children are the group Kid, whose ages it does not give.
public struct RaFDAdapter: NamedFaces {
  public static let name = "rafd"
  static let source = "RaFD"
  public static let layout =
    "images named as Rafd090_01_Caucasian_female_angry_frontal.jpg, as the Radboud Faces Database is "
    + "distributed."
  static let expression =
    #"Rafd[0-9]{3}_(?<subject>[0-9]{1,3})_(?=(?<age_group>[A-Za-z]+)_)(?<ethnicity>[A-Za-z]+)_"#
    + #"(?<sex>female|male)_(?<emotion>[a-z]+)_(?<take>[a-z]+)"#
  static let codes: [String] = [
    "age_group:Caucasian=adult", "age_group:Moroccan=adult", "age_group:Kid=", "ethnicity:Kid=",
  ]

  public static let citations = [
    DatasetCitation(
      "RaFD",
      Reference(
        "article", "langner2010presentation",
        [
          "title": "Presentation and validation of the {Radboud} {Faces} {Database}",
          "author":
            "Langner, Oliver and Dotsch, Ron and Bijlstra, Gijsbert and Wigboldus, Daniel H. J. and "
            + "Hawk, Skyler T. and van Knippenberg, Ad",
          "journal": "Cognition and Emotion",
          "volume": "24",
          "pages": "1377--1388",
          "year": "2010",
          "doi": "10.1080/02699930903485076",
        ]))
  ]

  public init() {}
}
