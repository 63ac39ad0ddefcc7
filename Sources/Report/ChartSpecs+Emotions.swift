import Analysis
import Faces
import Presentation

extension ChartSpecs {
  /// How many faces each age group has with each emotion; shading is the share within the group.
  static func emotionCounts(
    _ counts: [EmotionCount], scheme: LabelScheme, ages: AgeGrouping
  ) -> Chart? {
    guard !counts.isEmpty else { return nil }
    func total(_ group: AgeGroup, _ emotion: Emotion? = nil) -> Int {
      counts.reduce(0) { sum, entry in
        let isCounted =
          entry.ageGroup == group && (emotion == nil || entry.emotion == emotion)
        return sum + (isCounted ? entry.count : 0)
      }
    }
    let labels = ages.groups.map { ChartParts.groupLabel($0, of: ages, n: total($0)) }
    func share(_ group: AgeGroup, _ emotion: Emotion) -> Double {
      Double(total(group, emotion)) / Double(max(1, total(group)))
    }
    let shares = ages.groups.flatMap { group in
      scheme.emotions.map { share(group, $0) }
    }
    let values = zip(ages.groups, labels).flatMap { group, label in
      scheme.emotions.map { emotion -> JSONValue in
        let count = total(group, emotion)
        return [
          "group": .string(label), "emotion": .string(emotion.rawValue),
          "count": .integer(count), "share": .number(share(group, emotion)),
          "text": .string(Format.count(count)),
        ]
      }
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "x": ChartParts.groupAxis(labels: labels),
        "y": [
          "field": "emotion", "type": "ordinal",
          "scale": ["domain": .strings(scheme.emotions.map(\.rawValue))],
          "axis": ["title": nil, "ticks": false, "domain": false],
        ],
      ],
      "layer": ChartParts.heatLayers(largestShare: shares.max() ?? 1),
    ]
    return Chart(
      name: "emotion-counts", title: "Faces by perceived emotion and age group",
      caption: "Number of faces with each perceived emotion in each age group, all splits "
        + "together. Shading is the share within the age group. A group includes its upper bound "
        + "and not its lower one.",
      summary: "\(scheme.labelsInWords.sentenceCased) by \(ages.countInWords) age groups. "
        + ages.groups.map {
          "\(ages.plural(of: $0).sentenceCased): \(Format.count(total($0)))."
        }.joined(separator: " "),
      spec: .chart(body, pageHeight: 320, width: .oneColumn, height: 170),
      table: emotionTable(counts, scheme, ages: ages))
  }

  private static func emotionTable(
    _ counts: [EmotionCount], _ scheme: LabelScheme, ages: AgeGrouping
  ) -> DataTable {
    let splits = counts.reduce(into: [String]()) { splits, entry in
      if !splits.contains(entry.split) { splits.append(entry.split) }
    }
    return DataTable(
      columns: ["age group", "emotion"] + splits,
      rows: ages.groups.flatMap { group in
        scheme.emotions.map { emotion in
          [.text(group.displayName), .text(emotion.rawValue)]
            + splits.map { split in
              .count(
                counts.reduce(0) { sum, entry in
                  let isCounted =
                    entry.ageGroup == group && entry.emotion == emotion && entry.split == split
                  return sum + (isCounted ? entry.count : 0)
                })
            }
        }
      })
  }
}
