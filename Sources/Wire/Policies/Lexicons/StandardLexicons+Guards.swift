// Standard lexicons, version 1: the words that keep others from counting.
// SPDX-License-Identifier: Apache-2.0

extension StandardLexicons {
    /// The words that keep others from counting. Our own phrases: precision comes before size.
    static let guards = #"""
          condition:
            phrases: [
              如果, 若, 假如, 要是, 万一, 是否, 能否, 可否, 能不能, 会不会, 是不是, 有没有, 只有, 除非, 理论上, 可能, 有望, 大多, 部分, 争取, 很难, 谁, 哪, 怎么,
              怎样, 如何, 吗, if, whether ]
            exempt: [若干, 若是有]
          negation:
            phrases: [
              不, 没, 未, 无, 勿, 别, 莫, 非, 难以, 禁止, 拒绝, 谨防, 避免, 不是, 没有, not, 'don''t', cannot, 'can''t', never, 'won''t' ]
            exempt: [
              不仅, 不但, 不只, 不光, 不管, 不论, 不过, 不好意思, 对不起, 不客气, 差不多, 无论, 无条件, 别人, 别的, 特别, 分别, 区别, 级别, 性别, 个别, 识别, 类别,
              非常, 除非, 不久, 未来, 没问题, 没关系, 没事, 不错, 不断, 不用担心, 不要担心, 别担心, 不用着急, 别着急, 不要着急, 不变, 不同 ]
          # The customer, or people, say or think it: not the agent's own words.
          customer-side:
            phrases: [您说, 你说, 您觉得, 你觉得, 您认为, 有人说, 网上说, 客户说, 传言, 所谓, 广告, 声称, 宣称, you said, people say]
            exempt: [您说得对, 您说的对]
          promise-denied:
            phrases: [
              不能保证, 无法保证, 不敢保证, 没法保证, 没办法保证, 保证不了, 不做保证, 不能承诺, 无法承诺, 没法承诺, 不能答应, 不确定, 不一定, cannot guarantee,
              'can''t promise', not guaranteed ]

        """#
}
