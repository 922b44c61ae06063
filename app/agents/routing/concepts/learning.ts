import { concept } from './concept.ts';

/** Schools, universities and courses. */
export const LEARNING = [
  concept({
    name: 'admission',
    namedBy: `
      admission, admissions, application, applications, enrolment, enrollment, admission requirements, applying, entry requirements
      `,
    words: `
      apply, application, admission, requirements, transcript, deadline, degree, bachelor, master, enrol, entrance, interview, accepted, place
      `,
    messages: `
      what do I need to study law with you; until when can I apply; has my application arrived; is my foreign diploma
      enough; do I have to take an entrance test; when do I hear whether I have a place
      `,
  }),
  concept({
    name: 'exams',
    namedBy: `exam, exams, exam dates, grade, grades, appeal, appeals, marks, tests, resits, examinations, results`,
    words: `
      exam, test, mark, marks, grade, resit, failed, fail, pass, results, retake, module, thesis, credits, midterm, essay, appeal
      `,
    messages: `
      when is the chemistry exam; I think my grade is wrong; how do I register for the resit; the results are not out
      yet; I was ill and missed the test; can I get more time for my essay
      `,
  }),
  concept({
    name: 'student money',
    namedBy: `
      tuition, tuition fees, scholarship, scholarships, student finance, student loans, grants, course fees, school fees
      `,
    words: `tuition, fee, fees, scholarship, grant, loan, bursary, semester fee, instalments, funding, reduction`,
    messages: `
      when do I have to pay the tuition; is there a scholarship for foreign students; my grant has not been paid; can
      I pay the course fee in two parts
      `,
  }),
  concept({
    name: 'student housing',
    namedBy: `
      halls, halls of residence, accommodation, dorm, dorms, dormitory, student housing, finding a room, residence
      `,
    words: `dorm, room, halls, residence, flatmate, roommate, campus, housing, studio, accommodation, kitchen, move in`,
    messages: `
      are there still rooms in the halls; I do not get on with my roommate; how much is a room on campus; when can I
      move into the dorm
      `,
  }),
  concept({
    name: 'studies abroad',
    namedBy: `exchange semester, exchange semesters, study abroad, studying abroad, erasmus, visa, visas, international`,
    words: `abroad, exchange, semester, erasmus, visa, embassy, partner university, credits, residence permit, host`,
    messages: `
      I want to study abroad for a year; which partner universities do you have; I need a letter for my visa; will my
      courses from abroad be recognised
      `,
  }),
  concept({
    name: 'timetable',
    namedBy: `
      timetable, timetables, schedule, schedules, lessons, classes, class, course, courses, booking a course, class bookings, workshops
      `,
    words: `
      class, course, lesson, timetable, begins, starts, spot, place, full, waiting list, sign up, register, teacher, instructor, beginner
      `,
    messages: `
      at what time does the course begin; is there still a place in the beginners' class; please take me off the list for
      tonight; who teaches the evening class; the lesson I wanted is full
      `,
  }),
  concept({
    name: 'absence from school',
    namedBy: `absence, absences, absent, sick children, sick pupils, late arrivals, attendance`,
    words: `ill, sick, fever, stay home, miss school, late, doctor, absent, excuse, cannot come, dentist`,
    messages: `
      my son is ill and stays at home today; Mia will be late tomorrow; please excuse my daughter from sports; we have
      a doctor's visit at ten
      `,
  }),
  concept({
    name: 'school meals and trips',
    namedBy: `lunch, lunches, school meals, canteen, cafeteria, trips, trip, school bus, excursions, after-school`,
    words: `lunch, canteen, meal, vegetarian, trip, excursion, bus, permission, packed lunch, after-school, club, pick up`,
    messages: `
      my child does not eat pork; how much is the trip to the zoo; the school bus did not stop; can he join the
      after-school club; I forgot to sign the form for the excursion
      `,
  }),
  concept({
    name: 'childcare places',
    namedBy: `nursery, nurseries, kindergarten, daycare, childcare, nursery places, schools, school places`,
    words: `nursery, kindergarten, daycare, childcare, place, places, school, primary, enrol, catchment, waiting list`,
    messages: `
      we need a nursery place from September; which school will my daughter go to; is there a waiting list for the
      kindergarten; what does childcare cost
      `,
  }),
  concept({
    name: 'training',
    namedBy: `training, trainings, training courses, learning, certificates, certification, further education, development, seminars`,
    words: `
      training, course, certificate, seminar, workshop, learn, lessons, first aid, refresher, licence, qualification, coach
      `,
    messages: `
      I would like to take a course in project management; does the company pay for English lessons; my certificate has
      to be renewed; who books the safety training
      `,
  }),
];
