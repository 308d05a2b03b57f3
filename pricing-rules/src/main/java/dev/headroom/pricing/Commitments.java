package dev.headroom.pricing;

import static dev.headroom.pricing.UsageQuantity.SCALE;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a commitment adds to the months of a tenant, on top of what they were rated to.
 *
 * <p>A finalised month has what its invoice says. The others follow from the first on: what was
 * paid in advance is used up month by month, as far as a month has something to pay, corrections of
 * earlier months included. The result is a function of what is rated and what was issued, so it
 * does not depend on the order in which usage came.
 */
public final class Commitments {
  /** Of the SKU of every line of a commitment; no line of a book can have it. */
  static final String PREFIX = "commitment/";

  private final Tenant tenant;
  private final Map<YearMonth, List<SubscriptionTotal>> rated;
  private final Map<YearMonth, IssuedInvoice> issued;
  private final List<Adjustments.Entry> adjustments;
  private final CommitmentTrace trace;
  private final List<Adjustments.Entry> entries = new ArrayList<>();

  private Commitments(
      Tenant tenant,
      Map<YearMonth, List<SubscriptionTotal>> rated,
      Map<YearMonth, IssuedInvoice> issued,
      List<Adjustments.Entry> adjustments,
      CommitmentTrace trace) {
    this.tenant = tenant;
    this.rated = rated;
    this.issued = issued;
    this.adjustments = adjustments;
    this.trace = trace;
  }

  /**
   * The entries of one tenant, of the kind {@link ChargeKind#COMMITMENT}. What adds nothing is left
   * out.
   *
   * @param rated totals of every month as rated now
   * @param issued every invoice that holds, see {@link InvoiceHistory#holding()}
   * @param adjustments see {@link Adjustments#of}
   */
  public static List<Adjustments.Entry> of(
      Tenant tenant,
      Map<YearMonth, List<SubscriptionTotal>> rated,
      Map<YearMonth, IssuedInvoice> issued,
      List<Adjustments.Entry> adjustments) {
    return of(tenant, rated, issued, adjustments, CommitmentTrace.NONE);
  }

  /** The same, and tells how. */
  static List<Adjustments.Entry> of(
      Tenant tenant,
      Map<YearMonth, List<SubscriptionTotal>> rated,
      Map<YearMonth, IssuedInvoice> issued,
      List<Adjustments.Entry> adjustments,
      CommitmentTrace trace) {
    Commitments commitments = new Commitments(tenant, rated, issued, adjustments, trace);
    issued.values().forEach(commitments::asIssued);
    for (Subscription subscription : tenant.subscriptions()) {
      Commitment commitment = subscription.commitment();
      if (commitment != null && commitment.paid() == Commitment.Paid.UPFRONT) {
        commitments.upfront(subscription, commitment);
      } else if (commitment != null) {
        commitments.atEnd(subscription, commitment);
      }
    }
    return commitments.entries;
  }

  static boolean isOne(InvoiceLine line) {
    return line.skuId().startsWith(PREFIX);
  }

  private static String sku(Subscription subscription, String what) {
    return PREFIX + subscription.from().toString().substring(0, 10) + "/" + what;
  }

  private SortedSet<YearMonth> months(Subscription subscription) {
    SortedSet<YearMonth> months = new TreeSet<>(rated.keySet());
    months.addAll(issued.keySet());
    months.removeIf(month -> subscription.in(month, tenant.timeZone()).isEmpty());
    return months;
  }

  private void upfront(Subscription subscription, Commitment commitment) {
    // What invoices say of it comes first, also where an earlier month is still open.
    Rational left = commitment.amount().plus(invoiced(subscription, "used"));
    boolean isPaid = invoiced(subscription, "paid").signum() > 0;
    for (YearMonth month : months(subscription)) {
      Optional<SubscriptionTotal> total = total(subscription, month);
      if (total.isEmpty() || issued.containsKey(month)) {
        continue;
      }
      if (!isPaid) {
        isPaid = true;
        Due paid =
            new Due("paid", "paid in advance", Rational.ZERO, Rational.ZERO, commitment.amount());
        enter(subscription, month, paid, total.get());
      }
      Rational payable = Rational.of(total.get().total().add(corrections(month, subscription)));
      Rational used = left.min(payable.max(Rational.ZERO));
      Due due = new Due("used", "used of what was paid in advance", left, payable, used.negated());
      enter(subscription, month, due, total.get());
      left = left.minus(used);
    }
  }

  private void atEnd(Subscription subscription, Commitment commitment) {
    if (subscription.to() == null) {
      return;
    }
    YearMonth last =
        YearMonth.from(subscription.to().minus(Duration.ofNanos(1)).atZone(tenant.timeZone()));
    Rational spent = Rational.ZERO;
    Optional<SubscriptionTotal> some = Optional.empty();
    for (YearMonth month : months(subscription)) {
      Optional<SubscriptionTotal> total = total(subscription, month);
      spent = spent.plus(total.map(t -> Rational.of(t.total())).orElse(Rational.ZERO));
      some = total.isPresent() ? total : some;
    }
    Rational missing = commitment.amount().minus(spent);
    Rational due = missing.max(Rational.ZERO).minus(invoiced(subscription, "missing"));
    if (some.isPresent() && hasBegun(last)) {
      Due owed = new Due("missing", "not spent", Rational.ZERO, spent, due);
      enter(subscription, firstOpenFrom(last), owed, some.get());
    }
  }

  /** Whether anything is known of a month or a later one, so that it is not still to come. */
  private boolean hasBegun(YearMonth month) {
    return rated.keySet().stream().anyMatch(known -> !known.isBefore(month));
  }

  private YearMonth firstOpenFrom(YearMonth month) {
    YearMonth open = month;
    while (issued.containsKey(open)) {
      open = open.plusMonths(1);
    }
    return open;
  }

  private Optional<SubscriptionTotal> total(Subscription subscription, YearMonth month) {
    return rated.getOrDefault(month, List.of()).stream()
        .filter(total -> total.from().equals(subscription.from()))
        .findFirst();
  }

  /** Of a book's corrections in a month, the first subscription to it pays. */
  private BigDecimal corrections(YearMonth month, Subscription subscription) {
    boolean isFirst =
        tenant.subscriptions().stream()
            .filter(other -> other.book().equals(subscription.book()))
            .filter(other -> total(other, month).isPresent())
            .findFirst()
            .filter(subscription::equals)
            .isPresent();
    return adjustments.stream()
        .filter(entry -> isFirst && entry.kind() == ChargeKind.ADJUSTMENT)
        .filter(entry -> entry.month().equals(month))
        .map(Adjustments.Entry::line)
        .filter(line -> line.bookId().equals(subscription.book()))
        .map(InvoiceLine::billedCost)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** A finalised month keeps what its invoice says, whatever the subscriptions say now. */
  private void asIssued(IssuedInvoice invoice) {
    for (InvoiceLine line : invoice.lines()) {
      if (isOne(line)) {
        entries.add(
            new Adjustments.Entry(invoice.month(), ChargeKind.COMMITMENT, invoice.month(), line));
      }
    }
  }

  /** What all invoices together say of a part of a commitment. */
  private Rational invoiced(Subscription subscription, String what) {
    String sku = sku(subscription, what);
    BigDecimal sum =
        issued.values().stream()
            .flatMap(invoice -> invoice.lines().stream())
            .filter(line -> line.skuId().equals(sku))
            .map(InvoiceLine::billedCost)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return Rational.of(sum);
  }

  static LineRounding rounding(String currency) {
    return new LineRounding(
        RoundingMode.HALF_EVEN, Currency.getInstance(currency).getDefaultFractionDigits());
  }

  /**
   * What a commitment adds to a month.
   *
   * @param left before that, of what was paid in advance
   * @param payable by the month; of what is missing, by all months
   * @param amount added
   */
  private record Due(String what, String words, Rational left, Rational payable, Rational amount) {}

  private void enter(Subscription subscription, YearMonth month, Due due, SubscriptionTotal total) {
    BigDecimal rounded = rounding(total.currency()).of(due.amount());
    if (rounded.signum() == 0) {
      return;
    }
    Commitment commitment = subscription.commitment();
    String size = commitment == null ? "" : commitment.amount().toString();
    InvoiceLine line =
        new InvoiceLine(
            tenant.id(),
            month,
            subscription.book(),
            sku(subscription, due.what()),
            "Commitment of %s %s: %s".formatted(size, total.currency(), due.words()),
            BigDecimal.ONE.setScale(SCALE),
            "1",
            rounded,
            total.currency());
    entries.add(new Adjustments.Entry(month, ChargeKind.COMMITMENT, month, line));
    trace.entered(subscription, line, due.left(), due.payable(), due.amount());
  }
}
