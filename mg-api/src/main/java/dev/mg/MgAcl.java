package dev.mg;

/** Lists of networks that are let in or kept out: {@link MgUtil#checkIpAcl}. */
final class MgAcl {
  private MgAcl() {}

  static boolean check(String acl, MgAddr addr) {
    if (acl.isEmpty()) {
      return true;
    }
    boolean allowed = false;
    for (int from = 0; from <= acl.length(); ) {
      int comma = acl.indexOf(',', from);
      int to = comma < 0 ? acl.length() : comma;
      char sign = from < to ? acl.charAt(from) : ' ';
      if (sign != '+' && sign != '-') {
        throw bad(acl, from, to, "each entry starts with + or -");
      }
      if (matches(acl, from + 1, to, addr)) {
        allowed = sign == '+';
      }
      from = to + 1;
    }
    return allowed;
  }

  private static boolean matches(String acl, int from, int to, MgAddr addr) {
    int slash = acl.indexOf('/', from);
    int end = slash < 0 || slash > to ? to : slash;
    MgAddr net = MgAddr.parse(acl.substring(from, end), 0);
    if (net == null || net.scope() != 0) {
      throw bad(acl, from, to, "an IPv4 or IPv6 address without zone is wanted");
    }
    if (net.isIp4() && acl.substring(from, end).indexOf(':') >= 0) {
      throw bad(acl, from, to, "write an IPv4-mapped network as IPv4");
    }
    int most = net.isIp4() ? 32 : 128;
    int bits = end == to ? most : bits(acl, end + 1, to, most);
    if (bits < 0) {
      throw bad(acl, from, to, "the prefix length is a number within 0.." + most);
    }
    int first = net.isIp4() ? bits + 96 : bits;
    long high = mask(first);
    long low = mask(first - 64);
    if ((net.hi() & ~high) != 0 || (net.lo() & ~low) != 0) {
      throw bad(
          acl, from, to, "the address has bits set behind its prefix, so nothing would match");
    }
    return addr.path() == null
        && addr.isIp4() == net.isIp4()
        && (addr.hi() & high) == net.hi()
        && (addr.lo() & low) == net.lo();
  }

  private static int bits(String acl, int from, int to, int most) {
    int n = from == to ? -1 : 0;
    for (int i = from; i < to && n >= 0; i++) {
      int digit = acl.charAt(i) - '0';
      n = digit < 0 || digit > 9 ? -1 : n * 10 + digit;
      n = n > most ? -1 : n;
    }
    return n;
  }

  /** A long whose first {@code bits} are set. */
  private static long mask(int bits) {
    return bits <= 0 ? 0 : bits >= 64 ? -1 : -1L << 64 - bits;
  }

  private static MgException bad(String acl, int from, int to, String why) {
    return new MgException("'" + acl.substring(from, to) + "' in the ACL '" + acl + "': " + why);
  }
}
