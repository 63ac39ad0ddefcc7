import Foundation
import Support

/// Annotations as ELAN writes them (.eaf, EAF 3.0): a tier for each variable, subject and coder.
/// Source: Max Planck Institute for Psycholinguistics, “EAF Annotation Format 3.0”.
enum ELANFile {
  private static let lineType = "default-lt"

  // MARK: Writing

  static func text(_ events: [CodedEvent]) -> String {
    let video = events.first { !$0.video.isEmpty }?.video ?? ""
    var slots: [String] = []
    var annotations = 0
    func slot(_ seconds: Double) -> String {
      slots.append(
        "    <TIME_SLOT TIME_SLOT_ID=\"ts\(slots.count + 1)\" "
          + "TIME_VALUE=\"\(EventTime.milliseconds(seconds))\"/>\n")
      return "ts\(slots.count)"
    }
    let tiers = self.tiers(events).map { tier in
      let rows = tier.events.map { event in
        annotations += 1
        return """
                <ANNOTATION>
                  <ALIGNABLE_ANNOTATION ANNOTATION_ID="a\(annotations)" TIME_SLOT_REF1="\(slot(event.onset))" \
          TIME_SLOT_REF2="\(slot(event.offset))">
                    <ANNOTATION_VALUE>\(escaped(event.code))</ANNOTATION_VALUE>
                  </ALIGNABLE_ANNOTATION>
                </ANNOTATION>

          """
      }
      let names = [("ANNOTATOR", tier.coder), ("PARTICIPANT", tier.subject)]
        .compactMap { name, value in value.map { " \(name)=\"\(escaped($0))\"" } }.joined()
      return
        "  <TIER\(names) LINGUISTIC_TYPE_REF=\"\(lineType)\" TIER_ID=\"\(escaped(tier.id))\">\n"
        + rows.joined() + "  </TIER>\n"
    }
    // Dates would make the same events other bytes.
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <ANNOTATION_DOCUMENT AUTHOR="" DATE="1970-01-01T00:00:00+00:00" FORMAT="3.0" VERSION="3.0" \
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
      xsi:noNamespaceSchemaLocation="http://www.mpi.nl/tools/elan/EAFv3.0.xsd">
        <HEADER MEDIA_FILE="" TIME_UNITS="milliseconds">
      \(video.isEmpty ? "" : mediaDescriptor(video))    <PROPERTY NAME="lastUsedAnnotationId">\
      \(annotations)</PROPERTY>
        </HEADER>
        <TIME_ORDER>
      \(slots.joined())  </TIME_ORDER>
      \(tiers.joined())  <LINGUISTIC_TYPE GRAPHIC_REFERENCES="false" LINGUISTIC_TYPE_ID="\(lineType)" \
      TIME_ALIGNABLE="true"/>
      </ANNOTATION_DOCUMENT>

      """
  }

  private static func mediaDescriptor(_ video: String) -> String {
    let type = (video as NSString).pathExtension.lowercased() == "mp4" ? "video/mp4" : "video/*"
    let name = escaped(video)
    return "    <MEDIA_DESCRIPTOR MEDIA_URL=\"file:./\(name)\" MIME_TYPE=\"\(type)\" "
      + "RELATIVE_MEDIA_URL=\"./\(name)\"/>\n"
  }

  private struct Tier {
    let id: String
    let subject: String?
    let coder: String?
    var events: [CodedEvent]
  }

  /// ELAN's annotations of one tier never overlap, so events that do get a tier more.
  private static func tiers(_ events: [CodedEvent]) -> [Tier] {
    var tiers: [Tier] = []
    for event in events {
      let parts = [event.variable.isEmpty ? "events" : event.variable, event.subject, event.coder]
      let name = parts.compactMap(\.self).joined(separator: "@")
      var (id, count) = (name, 1)
      while let index = tiers.firstIndex(where: { $0.id == id }),
        let last = tiers[index].events.last, event.onset < last.offset
      {
        count += 1
        id = "\(name)#\(count)"
      }
      if let index = tiers.firstIndex(where: { $0.id == id }) {
        tiers[index].events.append(event)
      } else {
        tiers.append(Tier(id: id, subject: event.subject, coder: event.coder, events: [event]))
      }
    }
    return tiers
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      // XML has no other control characters.
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case _ where scalar.value < 0x20: result += " "
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: Reading

  static func read(_ url: URL) throws -> EventList {
    let document = try ELANDocument(InputFile.read(url), name: url.path)
    let video = document.media ?? ""
    let name = RecordingName(video.isEmpty ? url.lastPathComponent : video)
    var list = EventList()
    for tier in document.tiers {
      let variable = self.variable(tier)
      for annotation in tier.annotations {
        let place = "\(url.lastPathComponent), tier \(tier.id), annotation \(annotation.id)"
        guard let (onset, offset) = document.times(of: annotation.id) else {
          list.leaveOut(place, "its times are not known")
          continue
        }
        list.add(
          CodedEvent(
            video: video, subject: tier.participant ?? name.subject, session: name.session,
            coder: tier.annotator, variable: variable,
            code: Cell.trimmed(annotation.value), onset: onset, offset: offset), at: place)
      }
    }
    return list
  }

  /// A tier's name without what it repeats of its subject and coder, and without the number of a tier more.
  private static func variable(_ tier: ELANDocument.Tier) -> String {
    var name = tier.id.replacing(/#[0-9]+$/, with: "")
    for part in [tier.annotator, tier.participant].compactMap(\.self)
    where name.hasSuffix("@\(part)") {
      name.removeLast(part.count + 1)
    }
    return name == "events" ? "" : name
  }
}
