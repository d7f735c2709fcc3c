/**
 * The interactive report: one self-contained HTML file, which needs neither a network connection nor a server.
 *
 * <p>{@link org.leastaction.bench.page.ParticleMeasurement} runs samples through a model and keeps their states at
 * every block, reduced to a few principal directions. {@link org.leastaction.bench.page.PageData} turns a run directory
 * into the data of a page, whose schema is in {@code docs/page-data.md}, and {@link
 * org.leastaction.bench.page.PageFile} writes them with the scripts of {@code src/main/web}.
 *
 * <pre>{@code
 * RunDirectory directory = RunDirectory.open(Path.of("lap-out"));
 * PageFile.write(directory, directory.path().resolve("report.html"), 1_000);
 * }</pre>
 */
package org.leastaction.bench.page;
