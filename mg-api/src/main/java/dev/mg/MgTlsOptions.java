package dev.mg;

/** Filled on its own branch. */
public final class MgTlsOptions {}
