package dev.mg.core;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes certificates, good ones and all kinds of bad. */
final class TestPki {
  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  private TestPki() {}

  /** A key with its certificate, then its issuers' without the root. */
  record Owner(PrivateKey key, List<X509Certificate> chain) {
    X509Certificate own() {
      return chain.get(0);
    }

    String chainPem() {
      StringBuilder out = new StringBuilder();
      chain.forEach(each -> out.append(pem(each)));
      return out.toString();
    }

    String keyPem() {
      return pem(key);
    }

    /** Begins a certificate that this one signs. */
    Request signs(String subject) {
      return new Request(this, subject);
    }

    /** A list, in force until {@code until}, of those revoked. */
    X509CRL crl(Duration until, X509Certificate... revoked) {
      Date now = Date.from(Instant.now().minus(Duration.ofDays(10)));
      JcaX509v2CRLBuilder crl = new JcaX509v2CRLBuilder(own().getSubjectX500Principal(), now);
      crl.setNextUpdate(Date.from(Instant.now().plus(until)));
      for (X509Certificate each : revoked) {
        crl.addCRLEntry(each.getSerialNumber(), now, CRLReason.keyCompromise);
      }
      try {
        return new JcaX509CRLConverter()
            .getCRL(crl.build(new JcaContentSignerBuilder(signature(key)).build(key)));
      } catch (GeneralSecurityException | OperatorCreationException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** A certificate to be: of a server, in force, with an EC key, unless told otherwise. */
  static final class Request {
    private final @Nullable Owner issuer;
    private final String subject;
    private final List<GeneralName> names = new ArrayList<>();
    private KeyPair keys = ec();
    private Instant from = Instant.now().minus(Duration.ofDays(30));
    private Instant to = Instant.now().plus(Duration.ofDays(300));
    private KeyPurposeId purpose = KeyPurposeId.id_kp_serverAuth;
    private @Nullable Integer usage;
    private boolean isCa;
    private @Nullable String algorithm;

    private Request(@Nullable Owner issuer, String subject) {
      this.issuer = issuer;
      this.subject = subject;
    }

    Request dns(String... hosts) {
      for (String host : hosts) {
        names.add(new GeneralName(GeneralName.dNSName, host));
      }
      return this;
    }

    Request ip(String... addresses) {
      for (String address : addresses) {
        names.add(new GeneralName(GeneralName.iPAddress, address));
      }
      return this;
    }

    Request keys(KeyPair pair) {
      keys = pair;
      return this;
    }

    Request days(int first, int last) {
      from = Instant.now().plus(Duration.ofDays(first));
      to = Instant.now().plus(Duration.ofDays(last));
      return this;
    }

    Request ca() {
      isCa = true;
      return this;
    }

    Request purpose(KeyPurposeId other) {
      purpose = other;
      return this;
    }

    Request usage(int bits) {
      usage = bits;
      return this;
    }

    Request signedWith(String other) {
      algorithm = other;
      return this;
    }

    Owner make() {
      X500Name name = new X500Name(subject);
      Owner by = issuer;
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                by == null
                    ? name
                    : X500Name.getInstance(by.own().getSubjectX500Principal().getEncoded()),
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(from),
                Date.from(to),
                name,
                keys.getPublic());
        if (isCa) {
          add(builder, Extension.basicConstraints, true, new BasicConstraints(true));
        } else {
          add(builder, Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        if (usage != null) {
          add(builder, Extension.keyUsage, true, new KeyUsage(usage));
        }
        if (!names.isEmpty()) {
          GeneralName[] all = names.toArray(new GeneralName[0]);
          add(builder, Extension.subjectAlternativeName, false, new GeneralNames(all));
        }
        PrivateKey signer = by == null ? keys.getPrivate() : by.key();
        String how = algorithm == null ? signature(signer) : algorithm;
        X509Certificate made =
            new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(how).build(signer)));
        List<X509Certificate> chain = new ArrayList<>(List.of(made));
        // The root, whose issuer it is itself, is not sent.
        if (by != null
            && !by.own().getIssuerX500Principal().equals(by.own().getSubjectX500Principal())) {
          chain.addAll(by.chain());
        }
        return new Owner(keys.getPrivate(), chain);
      } catch (GeneralSecurityException | OperatorCreationException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static void add(
      JcaX509v3CertificateBuilder to,
      ASN1ObjectIdentifier what,
      boolean isCritical,
      ASN1Encodable value) {
    try {
      to.addExtension(what, isCritical, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a certificate that signs itself. */
  static Request selfSigned(String subject) {
    return new Request(null, subject);
  }

  static Owner root(String subject) {
    return selfSigned(subject).ca().make();
  }

  static KeyPair ec() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static KeyPair keys(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String signature(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  /** Anything in PEM; keys in the old forms, by what BouncyCastle makes of them. */
  static String pem(Object any) {
    StringWriter out = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(out)) {
      writer.writeObject(any);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString();
  }
}
