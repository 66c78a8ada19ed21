//! Dates and times of day in UTC.
use std::fmt::Write;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment by the calendar. Fields that a program gave may be out of their bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    pub year: i64,
    /// 1 to 12.
    pub month: i64,
    pub day: i64,
    pub hour: i64,
    pub minute: i64,
    pub second: i64,
    /// 0 is Monday.
    pub week_day: i64,
    /// From 1.
    pub year_day: i64,
    pub dst: i64,
}

/// Days from 1 January 1970 to a date of the Gregorian calendar; the month may be any number.
fn days_from_date(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March, so that the day that leap years have more is their last.
    let months = year * 12 + month - 3;
    let (y, m) = (months.div_euclid(12), months.rem_euclid(12));
    let leap_days = y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
    y * 365 + leap_days + (m * 153 + 2) / 5 + day - 1 - 719_468
}

fn is_leap(year: i64) -> bool {
    year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0)
}

impl Moment {
    pub fn from_seconds(seconds: i64) -> Moment {
        let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        // A guess that is too early by less than a year, then the right one.
        let mut year = 1970 + days.div_euclid(366).min(days.div_euclid(365));
        while days_from_date(year + 1, 1, 1) <= days {
            year += 1;
        }
        let year_day = days - days_from_date(year, 1, 1);
        let mut month = 1;
        while month < 12 && days_from_date(year, month + 1, 1) <= days {
            month += 1;
        }
        Moment {
            year,
            month,
            day: days - days_from_date(year, month, 1) + 1,
            hour: rest / 3600,
            minute: rest / 60 % 60,
            second: rest % 60,
            week_day: (days + 3).rem_euclid(7),
            year_day: year_day + 1,
            dst: 0,
        }
    }

    pub fn from_fields(f: [i64; 9]) -> Moment {
        let [year, month, day, hour, minute, second, week_day, year_day, dst] = f;
        Moment { year, month, day, hour, minute, second, week_day, year_day, dst }
    }

    pub fn fields(&self) -> [i64; 9] {
        let m = self;
        [m.year, m.month, m.day, m.hour, m.minute, m.second, m.week_day, m.year_day, m.dst]
    }

    pub fn to_seconds(self) -> i64 {
        days_from_date(self.year, self.month, self.day) * 86_400 + self.hour * 3600 + self.minute * 60 + self.second
    }

    fn day_name(&self) -> &'static str {
        DAYS[self.week_day.rem_euclid(7) as usize]
    }

    fn month_name(&self) -> &'static str {
        MONTHS[(self.month - 1).clamp(0, 11) as usize]
    }

    /// As `asctime` writes it.
    pub fn text(&self) -> String {
        let (d, m) = (&self.day_name()[..3], &self.month_name()[..3]);
        format!("{d} {m} {:>2} {:02}:{:02}:{:02} {}", self.day, self.hour, self.minute, self.second, self.year)
    }

    /// Number of the week whose first day is `first` (0: Monday); days before the first such week are in week 0.
    fn week(&self, first: i64) -> i64 {
        (self.year_day + 6 - (self.week_day - first).rem_euclid(7)) / 7
    }

    /// Year and week by ISO 8601.
    fn iso_week(&self) -> (i64, i64) {
        let week = (self.year_day - 1 - self.week_day + 10) / 7;
        let long = |y: i64| {
            let first = (days_from_date(y, 1, 1) + 3).rem_euclid(7);
            first == 3 || (first == 2 && is_leap(y))
        };
        let weeks = |y: i64| if long(y) { 53 } else { 52 };
        match week {
            0 => (self.year - 1, weeks(self.year - 1)),
            w if w > weeks(self.year) => (self.year + 1, 1),
            w => (self.year, w),
        }
    }

    /// As `strftime` writes it in the C locale.
    pub fn format(&self, format: &str) -> String {
        let mut out = String::new();
        let mut chars = format.chars();
        while let Some(c) = chars.next() {
            if c != '%' {
                out.push(c);
                continue;
            }
            let Some(c) = chars.next() else {
                out.push('%');
                break;
            };
            let hour12 = if self.hour % 12 == 0 { 12 } else { self.hour % 12 };
            let _ = match c {
                'a' => write!(out, "{}", &self.day_name()[..3]),
                'A' => write!(out, "{}", self.day_name()),
                'b' | 'h' => write!(out, "{}", &self.month_name()[..3]),
                'B' => write!(out, "{}", self.month_name()),
                'c' => write!(out, "{}", self.text()),
                'C' => write!(out, "{:02}", self.year.div_euclid(100)),
                'd' => write!(out, "{:02}", self.day),
                'D' | 'x' => write!(out, "{}", self.format("%m/%d/%y")),
                'e' => write!(out, "{:>2}", self.day),
                'F' => write!(out, "{}", self.format("%Y-%m-%d")),
                'g' => write!(out, "{:02}", self.iso_week().0.rem_euclid(100)),
                'G' => write!(out, "{}", self.iso_week().0),
                'H' => write!(out, "{:02}", self.hour),
                'I' => write!(out, "{hour12:02}"),
                'j' => write!(out, "{:03}", self.year_day),
                'k' => write!(out, "{:>2}", self.hour),
                'l' => write!(out, "{hour12:>2}"),
                'm' => write!(out, "{:02}", self.month),
                'M' => write!(out, "{:02}", self.minute),
                'n' => write!(out, "\n"),
                'p' => write!(out, "{}", if self.hour < 12 { "AM" } else { "PM" }),
                'P' => write!(out, "{}", if self.hour < 12 { "am" } else { "pm" }),
                'r' => write!(out, "{}", self.format("%I:%M:%S %p")),
                'R' => write!(out, "{}", self.format("%H:%M")),
                's' => write!(out, "{}", self.to_seconds()),
                'S' => write!(out, "{:02}", self.second),
                't' => write!(out, "\t"),
                'T' | 'X' => write!(out, "{}", self.format("%H:%M:%S")),
                'u' => write!(out, "{}", self.week_day.rem_euclid(7) + 1),
                'U' => write!(out, "{:02}", self.week(6)),
                'V' => write!(out, "{:02}", self.iso_week().1),
                'w' => write!(out, "{}", (self.week_day + 1).rem_euclid(7)),
                'W' => write!(out, "{:02}", self.week(0)),
                'y' => write!(out, "{:02}", self.year.rem_euclid(100)),
                'Y' => write!(out, "{}", self.year),
                'z' => write!(out, "+0000"),
                'Z' => write!(out, "UTC"),
                '%' => write!(out, "%"),
                other => write!(out, "%{other}"),
            };
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        for s in [0, 1, 86_399, 951_782_400, 951_868_800, 4_102_444_800, -1, -86_401, -62_135_596_800, 1_763_632_800] {
            assert_eq!(Moment::from_seconds(s).to_seconds(), s, "{s}");
        }
        for day in -800_000..800_000 {
            let m = Moment::from_seconds(day * 86_400);
            assert!((1..=31).contains(&m.day) && (1..=366).contains(&m.year_day), "{m:?}");
        }
    }

    #[test]
    fn known_dates() {
        let m = Moment::from_seconds(951_782_400);
        assert_eq!(m.fields(), [2000, 2, 29, 0, 0, 0, 1, 60, 0]);
        assert_eq!(m.text(), "Tue Feb 29 00:00:00 2000");
        assert_eq!(m.format("%Y-%m-%d %j %U %W %V %G %A"), "2000-02-29 060 09 09 09 2000 Tuesday");
        let m = Moment::from_seconds(1_609_459_200);
        assert_eq!(m.format("%G-W%V-%u %U %W"), "2020-W53-5 00 00");
        assert_eq!(Moment::from_seconds(-1).text(), "Wed Dec 31 23:59:59 1969");
    }
}
