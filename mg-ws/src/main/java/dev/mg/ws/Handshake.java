package dev.mg.ws;

final class Handshake { static boolean accept(dev.mg.MgConnection c, dev.mg.http.MgHttpMessage hm, String extraHeaders) { return false; } }
