import Foundation
import FoundationXML
import Support

/// What an .eaf file holds, as it stands there.
struct ELANDocument {
  struct Annotation {
    let id: String
    var value: String
    /// Its time slots, or the annotation that it belongs to.
    let slots: (String, String)?
    let parent: String?
  }

  struct Tier {
    let id: String
    let participant: String?
    let annotator: String?
    var annotations: [Annotation]
  }

  /// The first recording's file name.
  let media: String?
  let tiers: [Tier]
  private let times: [String: Double]
  private let annotations: [String: Annotation]

  /// - Throws: `SmilestoneError.badInput` where the file is no well-formed XML, or no ELAN document.
  init(_ data: Data, name: String) throws {
    let collector = Collector()
    let parser = XMLParser(data: data)
    parser.delegate = collector
    parser.shouldResolveExternalEntities = false
    // Where the text breaks off, the parser alone does not tell.
    guard parser.parse(), collector.isWhole else {
      let problem =
        collector.isELAN || parser.parserError != nil
        ? "is damaged at line \(parser.lineNumber)" : "is XML of another kind"
      throw SmilestoneError.badInput(
        "\(name) \(problem), not an ELAN file that can be read.",
        remedy: "Open it in ELAN and save it again.")
    }
    media = collector.media
    tiers = collector.tiers
    times = collector.secondsOfSlots()
    annotations = Dictionary(
      collector.tiers.flatMap(\.annotations).map { ($0.id, $0) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Onset and offset in seconds of the recording; those of the annotation that it belongs to where it has none
  /// of its own. Nil where they are not there, or belong to each other in a circle.
  func times(of id: String) -> (onset: Double, offset: Double)? {
    var annotation = annotations[id]
    // As deep as tiers are.
    for _ in 0...tiers.count {
      guard let current = annotation else { return nil }
      if let slots = current.slots {
        guard let onset = times[slots.0], let offset = times[slots.1] else { return nil }
        return (onset, offset)
      }
      annotation = current.parent.flatMap { annotations[$0] }
    }
    return nil
  }
}

/// Collects an ELAN document's parts while it is parsed.
private final class Collector: NSObject, XMLParserDelegate {
  private(set) var isELAN = false
  /// Whether the document's end was seen.
  private(set) var isWhole = false
  private(set) var media: String?
  private(set) var tiers: [ELANDocument.Tier] = []
  /// Milliseconds; nil for slots that lie somewhere between their neighbours.
  private var slots: [(id: String, milliseconds: Double?)] = []
  /// Milliseconds from the recording's start to the annotations' zero.
  private var origin = 0.0
  private var unit = 0.001
  private var text: String?

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String] = [:]
  ) {
    func filled(_ key: String) -> String? { attributes[key].flatMap { $0.isEmpty ? nil : $0 } }
    switch name {
    case "ANNOTATION_DOCUMENT": isELAN = true
    case "HEADER": if attributes["TIME_UNITS"] == "NTSC-frames" { unit = 1001.0 / 30_000 }
    case "MEDIA_DESCRIPTOR":
      guard media == nil else { return }
      let address = filled("RELATIVE_MEDIA_URL") ?? filled("MEDIA_URL")
      media = address.map { address in
        let last = address.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init)
        return last?.removingPercentEncoding ?? last ?? address
      }
      origin = attributes["TIME_ORIGIN"].flatMap(Double.init) ?? 0
    case "TIME_SLOT":
      slots.append(
        (attributes["TIME_SLOT_ID"] ?? "", attributes["TIME_VALUE"].flatMap(Double.init)))
    case "TIER":
      tiers.append(
        ELANDocument.Tier(
          id: attributes["TIER_ID"] ?? "", participant: filled("PARTICIPANT"),
          annotator: filled("ANNOTATOR"), annotations: []))
    case "ALIGNABLE_ANNOTATION", "REF_ANNOTATION":
      guard !tiers.isEmpty else { return }
      let bounds = attributes["TIME_SLOT_REF1"].flatMap { first in
        attributes["TIME_SLOT_REF2"].map { (first, $0) }
      }
      tiers[tiers.count - 1].annotations.append(
        ELANDocument.Annotation(
          id: attributes["ANNOTATION_ID"] ?? "", value: "", slots: bounds,
          parent: attributes["ANNOTATION_REF"]))
    case "ANNOTATION_VALUE": text = ""
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text?.append(string) }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
  ) {
    if name == "ANNOTATION_DOCUMENT" { isWhole = true }
    guard name == "ANNOTATION_VALUE", let value = text else { return }
    text = nil
    guard let tier = tiers.indices.last, let last = tiers[tier].annotations.indices.last else {
      return
    }
    tiers[tier].annotations[last].value = value
  }

  /// Slots without a time are spread evenly between their neighbours in the file's order, as ELAN shows them.
  func secondsOfSlots() -> [String: Double] {
    var result: [String: Double] = [:]
    var unknown: [String] = []
    var last: Double?
    for slot in slots {
      guard let time = slot.milliseconds else {
        unknown.append(slot.id)
        continue
      }
      let seconds = time * unit + origin / 1000
      if let last {
        let step = (seconds - last) / Double(unknown.count + 1)
        for (index, id) in unknown.enumerated() { result[id] = last + step * Double(index + 1) }
      }
      unknown = []
      result[slot.id] = seconds
      last = seconds
    }
    return result
  }
}
