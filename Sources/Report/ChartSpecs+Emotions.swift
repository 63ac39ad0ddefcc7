import Analysis
import Faces
import Presentation

extension ChartSpecs {
  /// How many faces each age group has with each emotion: bars, in parts for training, validation and test.
  static func emotionCounts(
    _ counts: [EmotionCount], scheme: LabelScheme, ages: AgeGrouping
  ) -> Chart? {
    guard !counts.isEmpty else { return nil }
    func total(_ group: AgeGroup, _ emotion: Emotion? = nil, _ splits: [String]? = nil) -> Int {
      counts.reduce(0) { sum, entry in
        let isCounted =
          entry.ageGroup == group && (emotion == nil || entry.emotion == emotion)
          && splits?.contains(entry.split) != false
        return sum + (isCounted ? entry.count : 0)
      }
    }
    let splits = ["train", "validation", "test"].filter { name in
      counts.contains { $0.split == name }
    }
    let most = ages.groups.flatMap { group in scheme.emotions.map { total(group, $0) } }.max() ?? 1
    // A group's bars fill at most this share of its column; the rest is for the number.
    let reach = 0.72 / Double(max(1, most))
    let labels = ages.groups.map { ChartParts.groupLabel($0, of: ages, n: total($0)) }
    let values = ages.groups.enumerated().flatMap { column, group in
      scheme.emotions.flatMap { emotion in
        splits.indices.map { place -> JSONValue in
          let before = total(group, emotion, Array(splits[..<place]))
          let count = total(group, emotion, [splits[place]])
          let isLast = place == splits.count - 1
          return [
            "from": .number(Double(column) + Double(before) * reach),
            "to": .number(Double(column) + Double(before + count) * reach),
            "emotion": .string(emotion.rawValue), "age group": .string(group.displayName),
            "faces for": .string(splits[place]), "count": .integer(count),
            "text": .string(isLast ? Format.count(total(group, emotion)) : ""),
          ]
        }
      }
    }
    let body: JSONValue = [
      "data": ["values": .array(values)],
      "encoding": [
        "y": [
          "field": "emotion", "type": "nominal",
          "scale": ["domain": .strings(scheme.emotions.map(\.rawValue)), "paddingInner": 0.35],
          "axis": ["title": nil, "ticks": false, "domain": false],
        ]
      ],
      "layer": [
        [
          "mark": ["type": "bar"],
          "encoding": [
            "x": [
              "field": "from", "type": "quantitative",
              "scale": ["domain": [0, .integer(ages.count)], "nice": false],
              "axis": ChartParts.columnAxis(labels: labels),
            ], "x2": ["field": "to"],
            "color": [
              "field": "faces for", "type": "nominal",
              "scale": [
                "domain": .strings(splits),
                "range": .array([.color(.ink), .color(.soft), .color(.heat)]),
              ],
            ],
            "tooltip": [
              ["field": "age group"], ["field": "emotion"], ["field": "faces for"],
              .countTooltip("count"),
            ],
          ],
        ],
        [
          "mark": ["type": "text", "align": "left", "dx": 4, "color": .color(.soft)],
          "encoding": [
            "x": ["field": "to", "type": "quantitative"],
            "text": ["field": "text", "type": "nominal"],
          ],
        ],
      ],
    ]
    return Chart(
      name: "emotion-counts", title: "Faces by perceived emotion and age group",
      caption:
        "Number of faces with each perceived emotion in each age group, in parts for training, "
        + "validation and test. A group includes its upper bound and not its lower one.",
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
