// From an explanation to what calls answer.
// SPDX-License-Identifier: Apache-2.0

import Commands
import Quality
import Services
import SwiftProtobuf
import Wire

extension Dialogue {
    private typealias Page = ProtoConversationPage

    /// The dialogue of an explanation.
    ///
    /// - Parameter knowsFindings: whether it is known what did not apply.
    init(_ explanation: Explanation, missing: String, knowsFindings: Bool) {
        let wordings = (
            zh: CheckWording(explanation.policy, in: .chinese), en: CheckWording(explanation.policy, in: .english)
        )
        func words(_ body: (CheckWording) -> String) -> ProtoWords {
            ProtoWords.with {
                $0.zh = body(wordings.zh)
                $0.en = body(wordings.en)
            }
        }
        func title(_ criterion: Criterion) -> ProtoWords {
            ProtoWords.with {
                $0.zh = criterion.title.chinese
                $0.en = criterion.title.english
            }
        }
        func item(_ dimension: Dimension, _ criterion: Criterion, _ text: ProtoWords) -> ProtoConversationPage.Item {
            ProtoConversationPage.Item.with {
                $0.criterion = criterion.id
                $0.dimension = dimension.id
                $0.title = title(criterion)
                $0.text = text
            }
        }
        self.init(missing: missing)
        rubric = explanation.policy.rubric.dimensions.flatMap { dimension in
            dimension.criteria.map { criterion in
                var line = item(
                    dimension, criterion, words { $0.check(of: criterion, isBonus: dimension.bonusCap != nil) })
                line.mostHundredths = dimension.most(of: criterion)
                return line
            }
        }
        points = explanation.points.map { point in
            ProtoConversationPage.Point.with {
                $0.number = UInt32(point.number)
                $0.criterion = point.criterion.id
                $0.dimension = point.dimension.id
                $0.points = Double(point.hundredths) / 100
                $0.title = title(point.criterion)
                $0.rule = words { $0.check(of: point.criterion, isBonus: point.dimension.bonusCap != nil) }
                $0.requirements = point.criterion.requirements
                $0.fatal = point.isFatal
                $0.passage = explanation.passage(of: point) ?? ""
                $0.messageID = point.entry.map { explanation.entries[$0].id } ?? ""
            }
        }
        if knowsFindings {
            notApplicable = explanation.notApplicable.map { dimension, criterion, reason in
                item(dimension, criterion, words { explanation.words(reason, of: criterion, $0) })
            }
            forPeople = explanation.human.map { dimension, criterion in
                item(dimension, criterion, words { $0.check(of: criterion) })
            }
        }
        entries = explanation.entries.indices.map { index in
            let entry = explanation.entries[index]
            return ProtoConversationPage.Entry.with {
                $0.id = entry.id
                $0.atMs = entry.at.milliseconds
                $0.role =
                    switch entry.role {
                    case .customer?: "customer"
                    case .agent?: "agent"
                    case .bot?: "bot"
                    case .system?: "system"
                    case nil: ""
                    }
                $0.author = entry.author
                if !entry.note.isEmpty {
                    let note = entry.note.masked
                    $0.note = ProtoWords.with {
                        $0.zh = note.chinese
                        $0.en = note.english
                    }
                }
                $0.pieces = explanation.pieces(of: index).map { piece in
                    ProtoConversationPage.Piece.with {
                        $0.text = piece.text
                        $0.points = piece.numbers.map(UInt32.init)
                    }
                }
                $0.points = explanation.numbers(ofWhole: index).map(UInt32.init)
            }
        }
    }
}

extension Dimension {
    /// What a criterion costs at most, hundredths of a point of the total as the rubric is written, rounded down; 0 for an award.
    fileprivate func most(of criterion: Criterion) -> UInt32 {
        guard bonusCap == nil else { return 0 }
        return UInt32(clamping: criterion.points.hundredths * weight.hundredths / 10_000)
    }
}
