import Foundation

/// How the step size changes during training.
public enum LearningRateSchedule: String, Codable, Sendable, CaseIterable {
  case constant
  /// Falls by `plateauFactor` when `plateauPatience` epochs have not been better on the validation
  /// faces (PyTorch's `ReduceLROnPlateau` with threshold 0).
  case plateau
  /// Falls to 0 along a cosine (Loshchilov & Hutter 2017; PyTorch's `CosineAnnealingLR`).
  case cosine
  /// Up from 1/25 of the highest rate over the first 30 % of all steps, then down to 1/250,000 of
  /// it, both along a cosine (Smith & Topin 2019; PyTorch's `OneCycleLR` with its defaults).
  case oneCycle = "one_cycle"

  /// The factor on the highest learning rate for a step.
  /// - Parameters:
  ///   - step: steps taken before this one, warm-up aside.
  ///   - total: steps of the whole training, warm-up aside.
  ///   - plateaus: how often the validation error has stopped to fall so far.
  public func factor(step: Int, total: Int, plateaus: Int, plateauFactor: Double) -> Double {
    switch self {
    case .constant: return 1
    case .plateau: return pow(plateauFactor, Double(plateaus))
    case .cosine:
      return LearningRateSchedule.cosine(from: 1, to: 0, at: Double(step) / Double(total))
    case .oneCycle:
      let initial = 1.0 / 25
      let peak = 0.3 * Double(total) - 1
      let end = Double(total) - 1
      let position = Double(step)
      if position <= peak, peak > 0 {
        return LearningRateSchedule.cosine(from: initial, to: 1, at: position / peak)
      }
      guard end > max(peak, 0) else { return 1 }
      return LearningRateSchedule.cosine(
        from: 1, to: initial / 10_000, at: (position - max(peak, 0)) / (end - max(peak, 0)))
    }
  }

  private static func cosine(from start: Double, to end: Double, at position: Double) -> Double {
    end + (start - end) / 2 * (1 + cos(Double.pi * position))
  }

  /// How often `ReduceLROnPlateau` would have lowered the rate after these epochs' errors: each
  /// time more than `patience` epochs in a row have not been better than the best so far.
  public static func plateaus(in validationErrors: [Double], patience: Int) -> Int {
    var (best, waiting, plateaus) = (Double.infinity, 0, 0)
    for error in validationErrors {
      if error < best {
        (best, waiting) = (error, 0)
      } else {
        waiting += 1
      }
      if waiting > patience {
        plateaus += 1
        waiting = 0
      }
    }
    return plateaus
  }
}

extension TrainingSettings {
  /// The learning rate of a step.
  /// - Parameters:
  ///   - step: steps taken before this one in the whole training.
  ///   - validationErrors: by the criterion that chooses the epoch, of those that have ended.
  public func learningRate(
    step: Int, stepsPerEpoch: Int, validationErrors: [Double]
  ) -> Double {
    let warmUp = Int((warmUpEpochs * Double(stepsPerEpoch)).rounded())
    if step < warmUp { return learningRate * Double(step + 1) / Double(warmUp + 1) }
    let total = max(epochs * stepsPerEpoch - warmUp, 1)
    return learningRate
      * schedule.factor(
        step: step - warmUp, total: total,
        plateaus: LearningRateSchedule.plateaus(in: validationErrors, patience: plateauPatience),
        plateauFactor: plateauFactor)
  }
}
