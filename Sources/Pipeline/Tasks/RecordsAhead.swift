// Records of the conversations topic that are read before they are applied.
// SPDX-License-Identifier: Apache-2.0

import Quality
import Wire

/// Records that were read before the first of them is applied. For the processor's sake: reading takes other code than applying does, and
/// all of it does not fit its nearest cache, so that reading record by record fetches both anew each time.
struct RecordsAhead {
    /// One record; without an event it cannot be used. Plain data.
    struct Read {
        var event: ConversationEvent?
        /// The plain value that the event was read from.
        var value: ByteRange
        var key: ByteRange
        /// The hashes of the key and of the event's id.
        var hash: UInt64
        var identity: UInt64
        /// The version of the policy by which the words of its message were looked for; -1 when they were not.
        var policyIndex = -1
    }

    /// The records, in their order.
    fileprivate(set) var read: [Read] = []
    /// Why some cannot be used.
    fileprivate var complaints: [(place: Int, complaint: Complaint)] = []

    /// The words that were found in each.
    fileprivate var hits = [[PhraseHit]](repeating: [], count: EvaluationTask.mostReadAhead)
    /// The record that is applied, while its own event is taken; -1 while others are that waited.
    var current = -1

    /// Puts the words in the message that is taken into the room, once; false when that version of the policy has not looked for them.
    mutating func recall(by policyIndex: Int, into room: inout MatchRoom) -> Bool {
        guard current >= 0, read[current].policyIndex == policyIndex else { return false }
        swap(&room.hits, &hits[current])
        read[current].policyIndex = -1
        return true
    }

    /// Why a record without an event cannot be used.
    func complaint(at place: Int) -> Complaint {
        guard let found = complaints.first(where: { $0.place == place }) else {
            preconditionFailure("a record that was read ahead has an event or a complaint")
        }
        return found.complaint
    }
}

extension EvaluationTask {
    /// So many records are read before the first of them is applied.
    static let mostReadAhead = 16

    /// Reads the records that come next, and looks at their conversations: what is not in the processor's caches is fetched for all of them
    /// at the same time, and not one after the other while they are applied.
    func readAhead(_ batch: inout RecordBatch, _ indices: Range<Int>) {
        ahead.read.removeAll(keepingCapacity: true)
        ahead.complaints.removeAll(keepingCapacity: true)
        var hashes = InlineArray<16, UInt64>(repeating: 0)
        for index in indices {
            let place = index - indices.lowerBound
            do throws(Complaint) {
                let read = try read(batch.records[index], &batch)
                hashes[place] = read.hash
                ahead.read.append(read)
            } catch {
                ahead.complaints.append((place, error))
                ahead.read.append(RecordsAhead.Read(event: nil, value: .empty, key: .empty, hash: 0, identity: 0))
            }
        }
        conversations.lookAt(hashes)
        for place in ahead.read.indices { scanAhead(place, batch.bytes) }
    }

    /// Looks for words in a message by the policy of its time: that of the episode it belongs to, but where the policy has changed since
    /// that began. Words that depend on the conversation are looked for when it is applied.
    private func scanAhead(_ place: Int, _ bytes: [UInt8]) {
        guard let event = ahead.read[place].event, case .message(let message) = event.body else { return }
        let policyIndex = policies.index(at: event.at)
        let policy = policies.versions[policyIndex]
        guard !policy.hasEditions else { return }
        policy.scan(bytes, message.text, by: message.role, message.flags, into: &room)
        swap(&room.hits, &ahead.hits[place])
        ahead.read[place].policyIndex = policyIndex
    }

    private func read(_ record: Record, _ batch: inout RecordBatch) throws(Complaint) -> RecordsAhead.Read {
        let value = try batch.plainValue(of: record, schema: .conversation, reader: values)
        let event: ConversationEvent
        do throws(DecodeError) {
            event = try ConversationReader.read(batch.bytes, value)
        } catch {
            throw Complaint(error)
        }
        guard let key = record.key,
            RecordKey.names(batch.bytes, key: key, tenant: event.tenant, conversation: event.conversation)
        else { throw .foreignKey }
        return RecordsAhead.Read(
            event: event, value: value, key: key, hash: ByteHash.hash(batch.bytes, key),
            identity: ByteHash.hash(batch.bytes, event.id))
    }
}
