import Events
import Faces
import Foundation
import Support

/// What happens in one synthetic recording, and when.
struct SessionScript {
  struct Shown {
    let label: Emotion
    let actions: FacialActions
    let onset: Double
    let offset: Double
  }

  /// One after another, without a gap.
  private(set) var shown: [Shown] = []
  /// When the child is out of the frame, or turned away.
  private(set) var absences: [ClosedRange<Double>] = []
  private(set) var turns: [ClosedRange<Double>] = []
  private let swayPhase: Double

  /// From one expression to the next it takes so long; the change counts where it is half done.
  private static let changeInSeconds = 0.3

  init(
    _ settings: SessionSettings, adultWeight: Double, using generator: inout SeededGenerator
  ) {
    let labels = DrawnLabels(settings.vocabulary.labels)
    let rest = settings.vocabulary.labels.emotion(named: "neutral")
    let others = settings.vocabulary.labels.emotions.filter { $0 != rest }
    swayPhase = generator.uniform(0, 2 * .pi)
    var time = 0.0
    var isResting = false
    var open: [Emotion] = []
    while time < settings.seconds {
      isResting.toggle()
      if open.isEmpty { open = others.shuffled(using: &generator) }
      let label = isResting ? rest ?? open.removeLast() : open.removeLast()
      let emotion = labels.emotion(showing: label, using: &generator)
      let actions = ExpressionPrototypes.blend(emotion, adultWeight: adultWeight)
      let length = generator.uniform(2, 5)
      shown.append(
        Shown(
          label: label, actions: actions, onset: time, offset: min(time + length, settings.seconds))
      )
      time += length
    }
    // One of each in every half minute, at another time.
    for start in stride(from: 0.0, to: settings.seconds - 15, by: 30) {
      let absence = start + generator.uniform(2, 5)
      absences.append(absence...(absence + 2))
      let turn = start + generator.uniform(9, 12)
      turns.append(turn...(turn + 2))
    }
  }

  /// The face's movements at a time.
  func actions(at time: Double) -> FacialActions {
    guard let index = shown.lastIndex(where: { $0.onset <= time }) else { return .rest }
    let current = shown[index]
    let half = Self.changeInSeconds / 2
    if index > 0, time < current.onset + half {
      return shown[index - 1].actions.blended(
        with: current.actions, 0.5 + (time - current.onset) / (2 * half))
    }
    if index + 1 < shown.count, time > current.offset - half {
      return current.actions.blended(
        with: shown[index + 1].actions, 0.5 - (current.offset - time) / (2 * half))
    }
    return current.actions
  }

  func isAbsent(at time: Double) -> Bool { absences.contains { $0.contains(time) } }

  func isTurned(at time: Double) -> Bool { turns.contains { $0.contains(time) } }

  /// A slow sway, −1 to 1.
  func sway(at time: Double) -> Double { sin(swayPhase + time * 0.9) }

  /// What a coder who sees everything would write: one event for each time that the same is shown.
  func events(like event: CodedEvent) -> [CodedEvent] {
    shown.map { shown in
      var coded = event
      coded.code = shown.label.rawValue
      coded.onset = shown.onset
      coded.offset = shown.offset
      return coded
    }
  }
}
