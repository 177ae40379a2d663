package dev.mg.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mg.MgException;
import dev.mg.spi.MgTlsIdentity;
import dev.mg.spi.MgTlsSource;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Own certificate first, then each one's issuer, however the file has them. */
class CertificateChainTest {
  private static final TestPki.Owner ROOT = TestPki.root("CN=Root");
  private static final TestPki.Owner UPPER = ROOT.signs("CN=Upper").ca().make();
  private static final TestPki.Owner LOWER = UPPER.signs("CN=Lower").ca().make();
  private static final TestPki.Owner OWN = LOWER.signs("CN=own").dns("own.test").make();

  private static List<X509Certificate> load(TestPki.Owner owner, List<X509Certificate> given) {
    StringBuilder text = new StringBuilder();
    given.forEach(each -> text.append(TestPki.pem(each)));
    MgTlsSource chain = MgTlsSource.of(text.toString());
    MgTlsSource key = MgTlsSource.of(owner.keyPem());
    return IdentityLoader.load(new MgTlsIdentity.Pem(chain, key, null)).chain();
  }

  @Test
  void order_isRestored_andTheRootLeftOut() {
    List<X509Certificate> given = new ArrayList<>(OWN.chain());
    given.add(ROOT.own());
    for (int seed = 0; seed < 12; seed++) {
      Collections.shuffle(given, new Random(seed));
      assertThat(load(OWN, given)).as("seed %d", seed).isEqualTo(OWN.chain());
    }
  }

  @Test
  void copies_areLeftOut() {
    List<X509Certificate> given = new ArrayList<>(OWN.chain());
    given.addAll(OWN.chain());
    assertThat(load(OWN, given)).isEqualTo(OWN.chain());
  }

  @Test
  void selfSigned_isItsOwnChain() {
    TestPki.Owner alone = TestPki.selfSigned("CN=alone").make();
    assertThat(load(alone, alone.chain())).containsExactly(alone.own());
  }

  @Test
  void aCrossSignedIssuer_isKeptBehindTheChain() {
    KeyPair keys = TestPki.ec();
    TestPki.Owner one = ROOT.signs("CN=Twice").ca().keys(keys).make();
    TestPki.Owner other = TestPki.root("CN=Other Root").signs("CN=Twice").ca().keys(keys).make();
    TestPki.Owner own = one.signs("CN=own").make();
    assertThat(load(own, List.of(own.own(), one.own(), other.own())))
        .containsExactly(own.own(), one.own(), other.own());
  }

  @Test
  void aStranger_isRefusedWithItsLine() {
    TestPki.Owner stranger = TestPki.root("CN=Old Root").signs("CN=Old Middle").ca().make();
    int lines = TestPki.pem(OWN.own()).split("\n").length;
    assertThatThrownBy(() -> load(OWN, List.of(OWN.own(), stranger.own())))
        .isInstanceOf(MgException.class)
        .hasMessage(
            "the text, line "
                + (lines + 1)
                + ": the certificate of 'Old Middle' has no place in the chain of 'own': take it"
                + " out, or put in what is missing between them");
  }

  @Test
  void aMissingLink_isRefused_forItsIssuerHasNoPlace() {
    assertThatThrownBy(() -> load(OWN, List.of(OWN.own(), UPPER.own())))
        .isInstanceOf(MgException.class)
        .hasMessageContaining("the certificate of 'Upper' has no place in the chain of 'own'");
  }

  @Test
  void anotherKey_isRefused_withTheNameOfTheCertificate() {
    assertThatThrownBy(() -> load(UPPER, List.of(OWN.own())))
        .isInstanceOf(MgException.class)
        .hasMessageStartingWith("the text and the text do not belong together: the key is of none")
        .hasMessageEndingWith("the first of which is that of 'own'");
  }

  @Test
  void keysOfEachKind_areToldApart() {
    for (KeyPair pair :
        List.of(
            TestPki.ec(),
            TestPki.keys("RSA", 1024),
            TestPki.keys("Ed25519", 0),
            TestPki.keys("Ed448", 0))) {
      TestPki.Owner owner = ROOT.signs("CN=x").keys(pair).make();
      MgTlsIdentity.Loaded mine = new MgTlsIdentity.Loaded(owner.key(), owner.chain());
      assertThat(IdentityLoader.load(mine).chain()).isEqualTo(owner.chain());
      MgTlsIdentity.Loaded other = new MgTlsIdentity.Loaded(owner.key(), OWN.chain());
      assertThatThrownBy(() -> IdentityLoader.load(other))
          .isInstanceOf(MgException.class)
          .hasMessageStartingWith("the chain and the key do not belong together");
    }
  }
}
